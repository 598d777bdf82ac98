import { dynamoBuyerHabits } from '#shared/adapters/dynamodb/buyer-habits.ts';
import { dynamoBuyerHolds } from '#shared/adapters/dynamodb/buyer-holds.ts';
import { createDocumentClient } from '#shared/adapters/dynamodb/client.ts';
import { createEventLog } from '#shared/adapters/dynamodb/event-log.ts';
import { dynamoInventoryStore } from '#shared/adapters/dynamodb/inventory-store.ts';
import { dynamoOrderPeek } from '#shared/adapters/dynamodb/order-peek.ts';
import { dynamoStockAlerts } from '#shared/adapters/dynamodb/stock-alerts.ts';
import { createSealer } from '#shared/adapters/kms/sealer.ts';
import { createRush } from '#shared/application/orders/rush.ts';
import { ENV } from '#shared/contract/environment.ts';
import { readEnvironment } from '#shared/platform/environment.ts';
import { api } from '#shared/platform/http/api.ts';
import { observe } from '#shared/platform/observe.ts';
import { apiServices } from '../wiring/api-services.ts';
import { messageQueues } from '../wiring/message-queues.ts';
import { orderServices } from '../wiring/order-services.ts';
import { cancelOrder } from './cancel-order.ts';
import { completeOrder } from './complete-order.ts';
import { createOrder } from './create-order.ts';
import { listOrders } from './list-orders.ts';
import { readOrder } from './read-order.ts';
import { resendOrder } from './resend-order.ts';
import { resolveOrder } from './resolve-order.ts';

const environment = readEnvironment(
  ENV.ordersTable,
  ENV.inventoryTable,
  ENV.channelsTable,
  ENV.merchantsTable,
  ENV.sealingKey,
);
const documents = createDocumentClient();
const inventory = { documents, tableName: environment[ENV.inventoryTable] };
const deps = {
  ...orderServices(documents, observe('orders')),
  stockAlerts: dynamoStockAlerts(documents, {
    orders: environment[ENV.ordersTable],
    inventory: environment[ENV.inventoryTable],
  }),
  rush: createRush(),
  habits: dynamoBuyerHabits({ documents, tableName: environment[ENV.channelsTable] }),
  holds: dynamoBuyerHolds(inventory),
  stock: { hasFreeCards: dynamoInventoryStore(inventory).hasFreeCards },
  peek: dynamoOrderPeek(documents, environment[ENV.ordersTable]),
  sealer: createSealer(environment[ENV.sealingKey]),
  eventLog: createEventLog({ documents, tableName: environment[ENV.merchantsTable] }),
  webhooks: messageQueues(ENV.webhooksQueueUrl).webhooks,
};

export const handler = api(apiServices('orders', documents), [
  createOrder(deps),
  listOrders(deps),
  readOrder(deps),
  cancelOrder(deps),
  completeOrder(deps),
  resolveOrder(deps),
  resendOrder(deps),
]);
