import { createDocumentClient } from '#shared/adapters/dynamodb/client.ts';
import { dynamoOrderPeek } from '#shared/adapters/dynamodb/order-peek.ts';
import { handleFollowUp } from '#shared/application/orders/handle-follow-up.ts';
import { ENV } from '#shared/contract/environment.ts';
import { followUpMessageSchema } from '#shared/contract/queues.ts';
import { readEnvironment } from '#shared/platform/environment.ts';
import { queueHandler } from '#shared/platform/queue-handler.ts';
import { channelServices } from '../wiring/channel-services.ts';
import { messageQueues } from '../wiring/message-queues.ts';
import { orderServices } from '../wiring/order-services.ts';

/** Queue `follow-ups`: asks providers about open attempts, ends overdue orders. */
export const handler = queueHandler('orders', followUpMessageSchema, (observed) => {
  const documents = createDocumentClient();
  const deps = {
    ...orderServices(documents, observed),
    ...channelServices(documents),
    peek: dynamoOrderPeek(documents, readEnvironment(ENV.ordersTable)[ENV.ordersTable]),
    followUps: messageQueues(ENV.followUpsQueueUrl).followUps,
  };
  return (message) => handleFollowUp(deps, message);
});
