import { createDocumentClient } from '#shared/adapters/dynamodb/client.ts';
import { dynamoInventoryStore } from '#shared/adapters/dynamodb/inventory-store.ts';
import { dynamoOrderPeek } from '#shared/adapters/dynamodb/order-peek.ts';
import { createDeliveryHook } from '#shared/adapters/http/delivery-hook.ts';
import { handleFollowUp } from '#shared/application/orders/handle-follow-up.ts';
import { ENV } from '#shared/contract/environment.ts';
import { followUpMessageSchema } from '#shared/contract/queues.ts';
import { readEnvironment } from '#shared/platform/environment.ts';
import { queueHandler } from '#shared/platform/queue-handler.ts';
import { channelServices } from '../wiring/channel-services.ts';
import { messageQueues } from '../wiring/message-queues.ts';
import { orderServices } from '../wiring/order-services.ts';

/** Queue `follow-ups`: asks providers about attempts and refunds, ends overdue orders, delivers what waited. */
export const handler = queueHandler('orders', followUpMessageSchema, (observed) => {
  const environment = readEnvironment(ENV.ordersTable, ENV.inventoryTable);
  const documents = createDocumentClient();
  const deps = {
    ...orderServices(documents, observed),
    ...channelServices(documents),
    inventory: dynamoInventoryStore({ documents, tableName: environment[ENV.inventoryTable] }),
    peek: dynamoOrderPeek(documents, environment[ENV.ordersTable]),
    hook: createDeliveryHook({
      allowPrivateAddresses: process.env[ENV.allowPrivateAddresses] === 'true',
    }),
    followUps: messageQueues(ENV.followUpsQueueUrl).followUps,
  };
  return (message) => handleFollowUp(deps, message);
});
