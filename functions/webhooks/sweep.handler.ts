import { createDocumentClient } from '#shared/adapters/dynamodb/client.ts';
import { dynamoEndpointStore } from '#shared/adapters/dynamodb/endpoint-store.ts';
import { dynamoWebhookSweep } from '#shared/adapters/dynamodb/webhook-sweep.ts';
import { sweepWebhooks } from '#shared/application/webhooks/sweep-webhooks.ts';
import { ENV } from '#shared/contract/environment.ts';
import { readEnvironment } from '#shared/platform/environment.ts';
import { systemRuntime } from '#shared/platform/runtime.ts';
import { scheduleHandler } from '#shared/platform/schedule-handler.ts';
import { messageQueues } from '../wiring/message-queues.ts';

/** Every minute: tries that are due after a pause too long for the queue, and what a crash left behind. */
export const handler = scheduleHandler('webhooks', ({ log }) => {
  const table = {
    documents: createDocumentClient(),
    tableName: readEnvironment(ENV.merchantsTable)[ENV.merchantsTable],
  };
  const deps = {
    sweep: dynamoWebhookSweep(table),
    endpointStore: dynamoEndpointStore(table),
    webhooks: messageQueues(ENV.webhooksQueueUrl).webhooks,
    runtime: systemRuntime,
    log,
  };
  return () => sweepWebhooks(deps);
});
