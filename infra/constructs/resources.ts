import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { QueueName } from '#shared/contract/queues.ts';
import type { TableName } from '#shared/contract/tables.ts';

/** What functions are given access to, by the names of the contract. */
export interface Resources {
  readonly tables: Readonly<Record<TableName, ITable>>;
  readonly queues: Readonly<Record<QueueName, IQueue>>;
  /** Wraps the data keys that seal cards and credentials. */
  readonly sealingKey: IKey;
  /** Wraps log groups, alarms and the origin secret. */
  readonly telemetryKey: IKey;
  /** `https://…` of the callbacks API, no trailing slash. */
  readonly callbacksBaseUrl: string;
}
