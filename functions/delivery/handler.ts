import { createDocumentClient } from '#shared/adapters/dynamodb/client.ts';
import { dynamoHoldCounter } from '#shared/adapters/dynamodb/hold-counter.ts';
import { dynamoInventoryStore } from '#shared/adapters/dynamodb/inventory-store.ts';
import { dynamoMerchantStore } from '#shared/adapters/dynamodb/merchant-store.ts';
import { createWebhookUrlCheck } from '#shared/adapters/http/check-webhook-url.ts';
import { createFingerprints } from '#shared/adapters/kms/fingerprints.ts';
import { createSealer } from '#shared/adapters/kms/sealer.ts';
import { fingerprintKeys } from '#shared/application/merchants/fingerprint-keys.ts';
import { ENV } from '#shared/contract/environment.ts';
import { readEnvironment } from '#shared/platform/environment.ts';
import { api } from '#shared/platform/http/api.ts';
import { observe } from '#shared/platform/observe.ts';
import { systemRuntime } from '#shared/platform/runtime.ts';
import { apiServices } from '../wiring/api-services.ts';
import { messageQueues } from '../wiring/message-queues.ts';
import { createProduct } from './create-product.ts';
import { importCards } from './import-cards.ts';
import { listCardBatches } from './list-card-batches.ts';
import { listProducts } from './list-products.ts';
import { readProduct } from './read-product.ts';
import { readStock } from './read-stock.ts';
import { removeDeliveryHook } from './remove-delivery-hook.ts';
import { setDeliveryHook } from './set-delivery-hook.ts';
import { updateProduct } from './update-product.ts';

const environment = readEnvironment(
  ENV.inventoryTable,
  ENV.ordersTable,
  ENV.merchantsTable,
  ENV.sealingKey,
);
const documents = createDocumentClient();
const sealer = createSealer(environment[ENV.sealingKey]);
const merchants = dynamoMerchantStore({ documents, tableName: environment[ENV.merchantsTable] });
const deps = {
  inventory: dynamoInventoryStore({ documents, tableName: environment[ENV.inventoryTable] }),
  holds: dynamoHoldCounter({ documents, tableName: environment[ENV.ordersTable] }),
  fingerprints: createFingerprints(fingerprintKeys({ merchants, sealer })),
  sealer,
  urlCheck: createWebhookUrlCheck({
    allowPrivateAddresses: process.env[ENV.allowPrivateAddresses] === 'true',
  }),
  followUps: messageQueues(ENV.followUpsQueueUrl).followUps,
  runtime: systemRuntime,
  log: observe('delivery').log,
};

export const handler = api(apiServices('delivery', documents), [
  createProduct(deps),
  listProducts(deps),
  readProduct(deps),
  updateProduct(deps),
  importCards(deps),
  listCardBatches(deps),
  readStock(deps),
  setDeliveryHook(deps),
  removeDeliveryHook(deps),
]);
