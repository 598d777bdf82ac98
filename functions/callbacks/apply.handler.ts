import { createDocumentClient } from '#shared/adapters/dynamodb/client.ts';
import { applyCallback } from '#shared/application/callbacks/apply-callback.ts';
import { ENV } from '#shared/contract/environment.ts';
import { callbackMessageSchema } from '#shared/contract/queues.ts';
import { queueHandler } from '#shared/platform/queue-handler.ts';
import { messageQueues } from '../wiring/message-queues.ts';
import { orderServices } from '../wiring/order-services.ts';

/** Queue `callbacks`: each verified callback becomes one transaction. */
export const handler = queueHandler('callbacks', callbackMessageSchema, (observed) => {
  const deps = {
    ...orderServices(createDocumentClient(), observed),
    followUps: messageQueues(ENV.followUpsQueueUrl).followUps,
  };
  return async (message) => {
    await applyCallback(deps, message);
  };
});
