import { createProduct } from '#functions/delivery/create-product.ts';
import { importCards } from '#functions/delivery/import-cards.ts';
import { listCardBatches } from '#functions/delivery/list-card-batches.ts';
import { listProducts } from '#functions/delivery/list-products.ts';
import { readProduct } from '#functions/delivery/read-product.ts';
import { readStock } from '#functions/delivery/read-stock.ts';
import { removeDeliveryHook } from '#functions/delivery/remove-delivery-hook.ts';
import { setDeliveryHook } from '#functions/delivery/set-delivery-hook.ts';
import { updateProduct } from '#functions/delivery/update-product.ts';
import { dynamoHoldCounter } from '#shared/adapters/dynamodb/hold-counter.ts';
import { dynamoInventoryStore } from '#shared/adapters/dynamodb/inventory-store.ts';
import { createWebhookUrlCheck } from '#shared/adapters/http/check-webhook-url.ts';
import { createFingerprints } from '#shared/adapters/kms/fingerprints.ts';
import type { Sealer } from '#shared/application/ports/sealer.ts';
import type { FollowUpMessage } from '#shared/contract/queues.ts';
import { systemRuntime } from '#shared/platform/runtime.ts';
import { aTenant } from '#test/support/builders.ts';
import type { Dynamo } from '#test/support/dynamo.ts';
import { anApi, type HttpReply } from '#test/support/http-call.ts';
import type { Intercept } from '#test/support/intercept.ts';
import { interceptedClient } from '#test/support/intercept.ts';

/** Leaves the text readable, so that a test sees which card is where. The real sealer has tests of its own. */
const glass: Sealer = {
  newDataKey: async () => ({
    seal: (plaintext) => ({ wrappedKey: new Uint8Array([1]), data: Buffer.from(plaintext) }),
  }),
  open: async ({ data }) => Buffer.from(data).toString(),
};

const aCaller = () => ({ tenant: aTenant('test'), keyId: systemRuntime.newId('apiKey') });

/** The delivery stage over the emulator, with two merchants who know nothing of each other. */
export const aDeliveryApi = (
  dynamo: Dynamo,
  options: { before?: Intercept; now?: () => Date } = {},
) => {
  const owner = aCaller();
  const stranger = aCaller();
  const ownerLive = { ...owner, tenant: { ...owner.tenant, mode: 'live' as const } };
  const inventory = dynamoInventoryStore({
    documents: interceptedClient(dynamo.endpoint, { before: options.before }),
    tableName: dynamo.tables.inventory,
  });
  const followUps: FollowUpMessage[] = [];
  const deps = {
    inventory,
    holds: dynamoHoldCounter({
      documents: dynamo.documents,
      tableName: dynamo.tables.orders,
    }),
    sealer: glass,
    fingerprints: createFingerprints({
      read: async ({ merchantId }) => Buffer.from(`key of ${merchantId}`),
    }),
    urlCheck: createWebhookUrlCheck({ allowPrivateAddresses: true }),
    followUps: {
      send: async (messages: readonly { message: FollowUpMessage }[]) =>
        void followUps.push(...messages.map(({ message }) => message)),
    },
    runtime: { ...systemRuntime, now: options.now ?? systemRuntime.now },
    log: { warn: () => {} },
  };
  const call = anApi(
    [
      createProduct(deps),
      listProducts(deps),
      readProduct(deps),
      updateProduct(deps),
      importCards(deps),
      listCardBatches(deps),
      readStock(deps),
      setDeliveryHook(deps),
      removeDeliveryHook(deps),
    ],
    { callers: [owner, stranger, ownerLive] },
  );
  return {
    owner,
    stranger,
    ownerLive,
    inventory,
    /** What was sent to the queue of follow-ups. */
    followUps,
    call,
    /** A product of the owner. */
    aProductId: async (fields: Record<string, unknown> = {}): Promise<string> => {
      const reply = await call({
        method: 'POST',
        path: '/v1/products',
        body: { name: 'Card', price_amount: 990, currency: 'CNY', ...fields },
        as: owner,
      });
      return reply.json.id;
    },
    imports: (productId: string, body: unknown, type = 'application/json', query = '') =>
      call({
        method: 'POST',
        path: `/v1/products/${productId}/cards`,
        query,
        body,
        headers: { 'content-type': type },
        as: owner,
      }),
    /** The cards of a product in the order they would be sold. */
    shelf: async (productId: string): Promise<string[]> => {
      const shelf = await inventory.readShelf(owner.tenant, productId, { lane: 0, window: 500 });
      return (shelf?.cards ?? []).map(({ sealed }) => Buffer.from(sealed.data).toString());
    },
  };
};

export const errorCode = (reply: HttpReply): string => reply.json.error.code;
