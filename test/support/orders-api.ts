import { cancelOrder } from '#functions/orders/cancel-order.ts';
import { completeOrder } from '#functions/orders/complete-order.ts';
import { createOrder } from '#functions/orders/create-order.ts';
import { listOrders } from '#functions/orders/list-orders.ts';
import { readOrder } from '#functions/orders/read-order.ts';
import { resendOrder } from '#functions/orders/resend-order.ts';
import { resolveOrder } from '#functions/orders/resolve-order.ts';
import type { Sealer } from '#shared/application/ports/sealer.ts';
import type { MerchantEvent } from '#shared/domain/webhooks/event.ts';
import { systemRuntime } from '#shared/platform/runtime.ts';
import { aTenant } from '#test/support/builders.ts';
import type { Dynamo } from '#test/support/dynamo.ts';
import { anApi } from '#test/support/http-call.ts';
import { aShop } from '#test/support/shop.ts';

/** Seals nothing: what a card says is its own id. The real sealer has tests of its own. */
const openBook: Sealer = {
  newDataKey: async () => ({
    seal: (plaintext) => ({
      wrappedKey: new Uint8Array([0]),
      data: new TextEncoder().encode(plaintext),
    }),
  }),
  open: async ({ wrappedKey, data }, { id }) =>
    wrappedKey[0] === 0 ? new TextDecoder().decode(data) : `card ${id}`,
};

/** The orders stage over the emulator, with two merchants who know nothing of each other. */
export const anOrdersApi = (dynamo: Dynamo) => {
  const shop = aShop(dynamo);
  const owner = { tenant: aTenant('test'), keyId: systemRuntime.newId('apiKey') };
  const stranger = { tenant: aTenant('test'), keyId: systemRuntime.newId('apiKey') };
  const sameMerchantLive = {
    tenant: { ...owner.tenant, mode: 'live' as const },
    keyId: owner.keyId,
  };
  const published: MerchantEvent[] = [];
  const deps = {
    ...shop.deps,
    sealer: openBook,
    eventLog: {
      record: async (events: readonly MerchantEvent[]) => void published.push(...events),
    },
    webhooks: { send: async () => {} },
  };
  const call = anApi(
    [
      createOrder(deps),
      listOrders(deps),
      readOrder(deps),
      cancelOrder(deps),
      completeOrder(deps),
      resolveOrder(deps),
      resendOrder(deps),
    ],
    { callers: [owner, stranger, sameMerchantLive] },
  );
  return { shop, call, owner, stranger, sameMerchantLive, published };
};
