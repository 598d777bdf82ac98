import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { createDocumentClient } from '#shared/adapters/dynamodb/client.ts';
import { createEventLog } from '#shared/adapters/dynamodb/event-log.ts';
import { newRowOf } from '#shared/adapters/dynamodb/order-stream.ts';
import { dynamoWorkStore } from '#shared/adapters/dynamodb/work-store.ts';
import { relay } from '#shared/application/orders/relay.ts';
import type { NewRow } from '#shared/application/ports/order-store.ts';
import { ENV } from '#shared/contract/environment.ts';
import { readEnvironment } from '#shared/platform/environment.ts';
import { observe } from '#shared/platform/observe.ts';
import { systemRuntime } from '#shared/platform/runtime.ts';
import { messageQueues } from '../wiring/message-queues.ts';

const environment = readEnvironment(ENV.ordersTable, ENV.merchantsTable);
const documents = createDocumentClient();
const observed = observe('orders');
const { webhooks, followUps } = messageQueues(ENV.webhooksQueueUrl, ENV.followUpsQueueUrl);
const deps = {
  work: dynamoWorkStore(documents, environment[ENV.ordersTable]),
  eventLog: createEventLog({ documents, tableName: environment[ENV.merchantsTable] }),
  webhooks,
  followUps,
  runtime: systemRuntime,
};

/**
 * The stream of the orders table. Rows of one batch are passed on together; a row that cannot be read stops the batch
 * there, so that those before it are done and Lambda isolates it.
 */
export const handler = async ({ Records }: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
  const rows: NewRow[] = [];
  for (const record of Records) {
    try {
      const row = rowOf(record);
      if (row) rows.push(row);
    } catch (error) {
      observed.log.error('a stream record cannot be read', { record: record.eventID, error });
      await relay(deps, rows);
      return failedAt(record);
    }
  }
  try {
    await relay(deps, rows);
    return { batchItemFailures: [] };
  } catch (error) {
    observed.log.error('a batch of the stream will come again', { records: Records.length, error });
    const [first] = Records;
    return first ? failedAt(first) : { batchItemFailures: [] };
  }
};

const rowOf = ({ eventName, dynamodb }: DynamoDBRecord): NewRow | undefined =>
  eventName === 'INSERT' && dynamodb?.NewImage
    ? newRowOf(dynamodb.NewImage as Parameters<typeof newRowOf>[0])
    : undefined;

const failedAt = (record: DynamoDBRecord): DynamoDBBatchResponse => ({
  batchItemFailures: [{ itemIdentifier: record.dynamodb?.SequenceNumber ?? '' }],
});
