import { createDocumentClient } from '#shared/adapters/dynamodb/client.ts';
import { dynamoDeliveryStore } from '#shared/adapters/dynamodb/delivery-store.ts';
import { dynamoEndpointStore } from '#shared/adapters/dynamodb/endpoint-store.ts';
import { dynamoEventReader } from '#shared/adapters/dynamodb/event-reader.ts';
import { createWebhookUrlCheck } from '#shared/adapters/http/check-webhook-url.ts';
import { createSealer } from '#shared/adapters/kms/sealer.ts';
import { ENV } from '#shared/contract/environment.ts';
import { readEnvironment } from '#shared/platform/environment.ts';
import { api } from '#shared/platform/http/api.ts';
import { systemRuntime } from '#shared/platform/runtime.ts';
import { apiServices } from '../wiring/api-services.ts';
import { messageQueues } from '../wiring/message-queues.ts';
import { createEndpoint } from './create-endpoint.ts';
import { deleteEndpoint } from './delete-endpoint.ts';
import { listEndpoints } from './list-endpoints.ts';
import { listEvents } from './list-events.ts';
import { readEndpoint } from './read-endpoint.ts';
import { readEvent } from './read-event.ts';
import { resendEvent } from './resend-event.ts';
import { rotateSecret } from './rotate-secret.ts';
import { updateEndpoint } from './update-endpoint.ts';

const environment = readEnvironment(ENV.merchantsTable, ENV.sealingKey);
const documents = createDocumentClient();
const table = { documents, tableName: environment[ENV.merchantsTable] };
const deps = {
  endpoints: dynamoEndpointStore(table),
  events: dynamoEventReader(table),
  deliveries: dynamoDeliveryStore(table),
  webhooks: messageQueues(ENV.webhooksQueueUrl).webhooks,
  sealer: createSealer(environment[ENV.sealingKey]),
  urlCheck: createWebhookUrlCheck({
    allowPrivateAddresses: process.env[ENV.allowPrivateAddresses] === 'true',
  }),
  runtime: systemRuntime,
};

export const handler = api(apiServices('webhooks', documents), [
  createEndpoint(deps),
  listEndpoints(deps),
  readEndpoint(deps),
  updateEndpoint(deps),
  deleteEndpoint(deps),
  rotateSecret(deps),
  listEvents(deps),
  readEvent(deps),
  resendEvent(deps),
]);
