import { createDocumentClient } from '#shared/adapters/dynamodb/client.ts';
import { dynamoOrderReader } from '#shared/adapters/dynamodb/order-reader.ts';
import { ENV } from '#shared/contract/environment.ts';
import { readEnvironment } from '#shared/platform/environment.ts';
import { api } from '#shared/platform/http/api.ts';
import { systemRuntime } from '#shared/platform/runtime.ts';
import { apiServices } from '../wiring/api-services.ts';
import { messageQueues } from '../wiring/message-queues.ts';
import { listCallbacks } from './list-callbacks.ts';
import { replayCallback } from './replay-callback.ts';

const documents = createDocumentClient();
const deps = {
  orders: dynamoOrderReader(documents, readEnvironment(ENV.ordersTable)[ENV.ordersTable]),
  queue: messageQueues(ENV.callbacksQueueUrl).callbacks,
  runtime: systemRuntime,
};

export const handler = api(apiServices('callbacks', documents), [
  listCallbacks(deps),
  replayCallback(deps),
]);
