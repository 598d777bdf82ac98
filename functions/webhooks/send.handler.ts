import { cachedEndpoints } from '#shared/adapters/dynamodb/cached-endpoints.ts';
import { createDocumentClient } from '#shared/adapters/dynamodb/client.ts';
import { dynamoDeliveryStore } from '#shared/adapters/dynamodb/delivery-store.ts';
import { dynamoEndpointStore } from '#shared/adapters/dynamodb/endpoint-store.ts';
import { dynamoEventReader } from '#shared/adapters/dynamodb/event-reader.ts';
import { createWebhookSender } from '#shared/adapters/http/webhook-http.ts';
import { createSealer } from '#shared/adapters/kms/sealer.ts';
import { handleWebhookMessage } from '#shared/application/webhooks/handle-webhook-message.ts';
import { ENV } from '#shared/contract/environment.ts';
import { webhookMessageSchema } from '#shared/contract/queues.ts';
import { readEnvironment } from '#shared/platform/environment.ts';
import { queueHandler } from '#shared/platform/queue-handler.ts';
import { systemRuntime } from '#shared/platform/runtime.ts';
import { messageQueues } from '../wiring/message-queues.ts';

/** Queue `webhooks`: events go out to the endpoints that want them, and again until they are taken. */
export const handler = queueHandler('webhooks', webhookMessageSchema, ({ log, metrics }) => {
  const environment = readEnvironment(ENV.merchantsTable, ENV.sealingKey);
  const table = {
    documents: createDocumentClient(),
    tableName: environment[ENV.merchantsTable],
  };
  const endpointStore = dynamoEndpointStore(table);
  const deps = {
    endpoints: cachedEndpoints(endpointStore),
    endpointStore,
    events: dynamoEventReader(table),
    deliveries: dynamoDeliveryStore(table),
    webhooks: messageQueues(ENV.webhooksQueueUrl).webhooks,
    sealer: createSealer(environment[ENV.sealingKey]),
    sender: createWebhookSender({
      allowPrivateAddresses: process.env[ENV.allowPrivateAddresses] === 'true',
    }),
    runtime: systemRuntime,
    log,
    metrics,
  };
  return (message) => handleWebhookMessage(deps, message);
});
