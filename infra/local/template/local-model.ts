/** A DynamoDB table, as `CreateTable` takes it. */
export interface LocalTable {
  readonly name: string;
  readonly definition: Readonly<Record<string, unknown>>;
  readonly hasStream: boolean;
}

export interface LocalQueue {
  readonly name: string;
  /** As `CreateQueue` takes them. */
  readonly attributes: Readonly<Record<string, string>>;
}

export interface LocalFunction {
  readonly name: string;
  readonly arn: string;
  /** The bundle's folder. */
  readonly folder: string;
  /** File inside the folder, without its ending, and the export. */
  readonly module: string;
  readonly exportName: string;
  readonly timeoutSeconds: number;
  readonly memoryMegabytes: number;
  readonly variables: Readonly<Record<string, string>>;
}

export interface LocalRoute {
  /** `ANY` takes every method. */
  readonly method: string;
  /** `/v1/orders/{orderId}`; a last part `{name+}` takes the rest of the path. `$default` takes what no other route takes. */
  readonly path: string;
  readonly functionName: string;
}

/** An API Gateway HTTP API with Lambda proxy integrations, payload format 2.0. */
export interface LocalApi {
  readonly name: string;
  readonly routes: readonly LocalRoute[];
  /** Headers that CloudFront adds on its way to this API; `undefined` when the API has no front door. */
  readonly frontDoorHeaders: Readonly<Record<string, string>> | undefined;
}

/** A pattern of Lambda's event filtering, one of which must match. */
export type EventPattern = Readonly<Record<string, unknown>>;

export interface QueueMapping {
  readonly queueName: string;
  readonly queueArn: string;
  readonly functionName: string;
  readonly batchSize: number;
  readonly batchWindowSeconds: number;
  readonly maxConcurrency: number | undefined;
  readonly reportsItemFailures: boolean;
  readonly filters: readonly EventPattern[];
}

export interface StreamMapping {
  readonly tableName: string;
  readonly streamArn: string;
  readonly functionName: string;
  readonly functionArn: string;
  readonly batchSize: number;
  readonly startingPosition: 'TRIM_HORIZON' | 'LATEST';
  readonly reportsItemFailures: boolean;
  readonly bisects: boolean;
  /** Tries after the first one; `undefined` means without end. */
  readonly retryAttempts: number | undefined;
  readonly maxAgeSeconds: number | undefined;
  readonly onFailureQueue: string | undefined;
  readonly filters: readonly EventPattern[];
}

export interface LocalSchedule {
  readonly name: string;
  readonly arn: string;
  readonly expression: string;
  readonly functionName: string;
  /** Replaces EventBridge's own event. */
  readonly input: unknown;
  readonly retryAttempts: number;
}

/** Everything a local stack runs. */
export interface LocalModel {
  readonly tables: readonly LocalTable[];
  readonly queues: readonly LocalQueue[];
  readonly functions: readonly LocalFunction[];
  readonly apis: readonly LocalApi[];
  readonly queueMappings: readonly QueueMapping[];
  readonly streamMappings: readonly StreamMapping[];
  readonly schedules: readonly LocalSchedule[];
}
