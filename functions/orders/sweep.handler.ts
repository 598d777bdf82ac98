import { createDocumentClient } from '#shared/adapters/dynamodb/client.ts';
import { createEventLog } from '#shared/adapters/dynamodb/event-log.ts';
import { dynamoWorkStore } from '#shared/adapters/dynamodb/work-store.ts';
import { sweep } from '#shared/application/orders/sweep.ts';
import { ENV } from '#shared/contract/environment.ts';
import { readEnvironment } from '#shared/platform/environment.ts';
import { systemRuntime } from '#shared/platform/runtime.ts';
import { scheduleHandler } from '#shared/platform/schedule-handler.ts';
import { messageQueues } from '../wiring/message-queues.ts';

/** Every minute: what the stream or a queue missed. */
export const handler = scheduleHandler('orders', ({ log, metrics }) => {
  const environment = readEnvironment(ENV.ordersTable, ENV.merchantsTable);
  const documents = createDocumentClient();
  const { webhooks, followUps } = messageQueues(ENV.webhooksQueueUrl, ENV.followUpsQueueUrl);
  const deps = {
    work: dynamoWorkStore(documents, environment[ENV.ordersTable]),
    eventLog: createEventLog({ documents, tableName: environment[ENV.merchantsTable] }),
    webhooks,
    followUps,
    runtime: systemRuntime,
    log,
    metrics,
  };
  return () => sweep(deps);
});
