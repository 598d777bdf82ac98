import type { HttpMethod } from '#shared/contract/api/route.ts';
import type { QueueName } from '#shared/contract/queues.ts';
import type { TableName } from '#shared/contract/tables.ts';

/** What a function may do to items. `Scan` is not a verb of this product. */
export type ItemVerb =
  | 'GetItem'
  | 'BatchGetItem'
  | 'Query'
  | 'PutItem'
  | 'UpdateItem'
  | 'DeleteItem'
  | 'ConditionCheckItem'
  | 'BatchWriteItem';

/** Exactly the verbs a function's adapters use on one table; an index is named only when it is queried. */
export interface TableUse {
  readonly verbs: readonly ItemVerb[];
  /** Names of the indexes that are queried. */
  readonly indexes?: readonly string[];
}

export interface HttpRouteDeclaration {
  readonly method: HttpMethod;
  /** With parameters as `{name}`, as API Gateway spells them. */
  readonly path: `/${string}`;
}

export interface HttpTrigger {
  readonly kind: 'http';
  /** `front` is reached through CloudFront only; `callbacks` by the providers. */
  readonly api: 'front' | 'callbacks';
  readonly routes: readonly HttpRouteDeclaration[];
}

export interface QueueTrigger {
  readonly kind: 'queue';
  readonly queue: QueueName;
  /** Messages an invocation, 1 to 10. */
  readonly batchSize: number;
  /** How long messages may gather into a batch. Absent: not at all, for what somebody waits for. */
  readonly batchWindowSeconds?: number;
  /** Invocations at once; protects the providers and merchants behind the queue. 2 to 1,000. */
  readonly maxConcurrency: number;
  /** Tries before a message is dead. */
  readonly maxReceiveCount: number;
}

/** Changes of a table's items, oldest first within an item. */
export interface StreamTrigger {
  readonly kind: 'stream';
  readonly table: TableName;
  readonly batchSize: number;
  readonly retryAttempts: number;
  /** New items only, or changed ones as well. */
  readonly changes: 'new' | 'new_and_changed';
  /** Only items whose sort key begins like this. */
  readonly sortKeyPrefix?: string;
  /** How long changes may gather into a batch. Absent: not at all. */
  readonly batchWindowSeconds?: number;
  /** What people read when it is late, and when it gave up; the runbook's headings. */
  readonly behind: { readonly runbook: string; readonly errorImpact: `${string}.` };
  readonly gaveUp: { readonly runbook: string; readonly errorImpact: `${string}.` };
}

export interface ScheduleTrigger {
  readonly kind: 'schedule';
  readonly rateMinutes: number;
  /** What people read when it does not run; the runbook's heading. */
  readonly stopped: { readonly runbook: string; readonly errorImpact: `${string}.` };
}

export type Trigger = HttpTrigger | QueueTrigger | StreamTrigger | ScheduleTrigger;

/**
 * One Lambda function as data: where its code is, what starts it, what it may touch. Its environment variables and
 * its policy are both derived from this, so that neither can name more than the other.
 */
export interface FunctionDeclaration<Started extends Trigger = Trigger> {
  /** Name of the function, of its log group and of its bundle's folder. */
  readonly id: string;
  /** The module that exports `handler`, from the repository's root. */
  readonly entry: `functions/${string}.handler.ts` | `functions/${string}/handler.ts`;
  readonly trigger: Started;
  readonly timeoutSeconds: number;
  readonly memoryMegabytes: number;
  readonly tables?: Readonly<Partial<Record<TableName, TableUse>>>;
  /** Queues it sends to. */
  readonly sendsTo?: readonly QueueName[];
  /** `open`: reads sealed values. `seal_and_open`: also makes data keys. */
  readonly sealing?: 'open' | 'seal_and_open';
  /** Scripts for browsers that its pages name or that it serves, from the repository's root: built into `scripts/`. */
  readonly browserScripts?: readonly `functions/${string}.tsx`[];
  /** It opens channels, which know where their provider sends notifications. */
  readonly announcesCallbacks?: boolean;
  /** It reads or makes the cookies of buyers' devices, and counts what they do. */
  readonly knowsDevices?: boolean;
}

/** A stage's share of the infrastructure. */
export interface Feature {
  readonly stage: string;
  readonly functions: readonly FunctionDeclaration[];
}
