import { createDocumentClient } from '#shared/adapters/dynamodb/client.ts';
import { applyCallback } from '#shared/application/callbacks/apply-callback.ts';
import { callbackMessageSchema } from '#shared/contract/queues.ts';
import { queueHandler } from '#shared/platform/queue-handler.ts';
import { orderServices } from '../wiring/order-services.ts';

/** Queue `callbacks`: each verified callback becomes one transaction. */
export const handler = queueHandler('callbacks', callbackMessageSchema, (observed) => {
  const deps = orderServices(createDocumentClient(), observed);
  return async (message) => {
    await applyCallback(deps, message);
  };
});
