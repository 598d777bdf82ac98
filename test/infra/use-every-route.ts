import { listCallbacks, replayCallback } from '#shared/contract/api/callbacks.ts';
import { createAttempt, lookupOrder, readCheckout } from '#shared/contract/api/checkout.ts';
import {
  createProduct,
  importCards,
  listCardBatches,
  listProducts,
  readProduct,
  readStock,
  updateProduct,
} from '#shared/contract/api/delivery.ts';
import {
  cancelOrder,
  completeOrder,
  createOrder,
  listOrders,
  readOrder,
  resendOrder,
} from '#shared/contract/api/orders.ts';
import {
  channelHealth,
  createChannel,
  decideRouting,
  drainChannel,
  enableChannel,
  freezeChannel,
  listChannels,
  readChannel,
  testChannel,
  updateChannel,
} from '#shared/contract/api/routing.ts';
import {
  createWebhookEndpoint,
  deleteWebhookEndpoint,
  listEvents,
  listWebhookEndpoints,
  readEvent,
  readWebhookEndpoint,
  resendEvent,
  rotateWebhookSecret,
  updateWebhookEndpoint,
} from '#shared/contract/api/webhooks.ts';
import { type Client, createClient } from '#shared/contract/client/client.ts';

export interface Shop {
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly merchantId: string;
  readonly simulators: readonly { readonly url: string; readonly pid: string }[];
}

const CONTACT = 'buyer@example.com';

const tokenOf = (checkoutUrl: string): string =>
  new URL(checkoutUrl).pathname.split('/').at(-1) ?? '';

/** Waits for something that happens behind queues. */
export const eventually = async <Value>(
  what: string,
  read: () => Promise<Value | undefined>,
): Promise<Value> => {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const value = await read();
    if (value !== undefined) return value;
    if (Date.now() > deadline) throw new Error(`never happened: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};

export const anOrder = async (client: Client, product: string) => {
  const order = await client.call(createOrder, { body: { product, contact: CONTACT } });
  return { id: order.id, token: tokenOf(order.checkout_url) };
};

/** Starts a payment and follows it to the gateway, as the buyer's browser does. */
export const startPaying = async (client: Client, order: { id: string; token: string }) => {
  const { methods } = await client.call(readCheckout, { params: { token: order.token } });
  const [method] = methods;
  if (!method) throw new Error('no way to pay');
  const { attempt } = await client.call(createAttempt, {
    params: { token: order.token },
    body: { method },
  });
  const action = attempt?.next_action;
  if (action && 'url' in action && typeof action.url === 'string') await fetch(action.url);
  const { attempts } = await client.call(readOrder, { params: { orderId: order.id } });
  return { attemptId: attempts[0]?.id ?? '', number: attempts[0]?.provider_order_number ?? '' };
};

/** The buyer pays at whichever simulated gateway knows the payment. */
export const payAtGateway = async (shop: Shop, number: string): Promise<void> => {
  for (const { url } of shop.simulators) {
    const { status } = await fetch(new URL(`control/orders/${number}/pay`, url), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    if (status === 200) return;
  }
  throw new Error(`no gateway knows ${number}`);
};

/** The next notifications of every gateway get lost. */
export const loseNotifications = async (shop: Shop, dropNext: number): Promise<void> => {
  for (const { url, pid } of shop.simulators) {
    await fetch(new URL(`control/merchants/${pid}/behaviour`, url), {
      method: 'PATCH',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ dropNext }),
    });
  }
};

export const stateOf = async (client: Client, orderId: string): Promise<string> =>
  (await client.call(readOrder, { params: { orderId } })).state;

/** Calls every route with something to do for it; returns a product that has stock. */
export const useEveryRoute = async (
  shop: Shop,
  receiver: { readonly url: string },
): Promise<{ client: Client; productId: string }> => {
  const client = createClient(shop);
  const productId = await useProducts(client);
  await useChannels(client, shop);
  await useOrders(client, productId);
  await useCheckout(client, shop, productId);
  await usePages(client, shop, productId);
  await useWebhooks(client, receiver);
  // Only now are there held cards to count.
  await client.call(readStock, { params: { productId } });
  return { client, productId };
};

const useProducts = async (client: Client): Promise<string> => {
  const body = { name: 'Card', price_amount: 990, currency: 'CNY' } as const;
  const { id: productId } = await client.call(createProduct, { body: { ...body, stock_lanes: 2 } });
  const params = { productId };
  const cards = Array.from({ length: 40 }, (_, index) => `CARD-${index}`);
  await client.call(importCards, { params, body: { cards } });
  // The same cards once more: found again by their fingerprints.
  await client.call(importCards, { params, body: { batch_id: 'again', cards } });
  await client.call(readProduct, { params });
  await client.call(updateProduct, { params, body: { low_stock_threshold: 100 } });
  await client.call(listProducts, {});
  await client.call(listCardBatches, { params });
  await client.call(readStock, { params });
  return productId;
};

const useChannels = async (client: Client, { simulators }: Shop): Promise<void> => {
  const channel = await client.call(createChannel, {
    body: {
      provider: 'epay',
      label: 'another',
      daily_cap: 1_000_000,
      config: { gatewayUrl: simulators[0]?.url, pid: '1', protocol: 'v1', accessMode: 'page' },
      credentials: { key: 'another-key-0123456789' },
    },
  });
  const params = { channelId: channel.id };
  await client.call(readChannel, { params });
  await client.call(updateChannel, { params, body: { weight: 1 } });
  await client.call(testChannel, { params, body: {} });
  await client.call(drainChannel, { params, body: {} });
  await client.call(enableChannel, { params, body: {} });
  await client.call(channelHealth, {});
  await client.call(decideRouting, { body: { amount: 990, currency: 'CNY', method: 'alipay' } });
  // Its gateway does not know it: no payment may go there.
  await client.call(freezeChannel, { params, body: {} });
  const { data } = await client.call(listChannels, {});
  for (const { id } of data.filter(({ status }) => status === 'enabled')) {
    await client.call(updateChannel, {
      params: { channelId: id },
      body: { daily_cap: 100_000_000 },
    });
  }
};

/** A product with one card. */
export const aScarceProduct = async (client: Client): Promise<string> => {
  const body = { name: 'Scarce', price_amount: 5, currency: 'CNY' } as const;
  const { id: productId } = await client.call(createProduct, { body });
  await client.call(importCards, { params: { productId }, body: { cards: ['THE-ONLY-ONE'] } });
  return productId;
};

const useOrders = async (client: Client, productId: string): Promise<void> => {
  // Its payment was started, and reserved some of the channel's day.
  const cancelled = await anOrder(client, productId);
  await startPaying(client, cancelled);
  await client.call(cancelOrder, { params: { orderId: cancelled.id }, body: {} });
  const manual = await client.call(createProduct, {
    body: { name: 'By hand', price_amount: 1, currency: 'CNY', card_kind: 'manual' },
  });
  const byHand = { reason: 'paid in cash', actor: 'Li', content: 'the code' };
  const first = await anOrder(client, manual.id);
  await client.call(completeOrder, { params: { orderId: first.id }, body: byHand });
  await client.call(resendOrder, { params: { orderId: first.id }, body: {} });
  await client.call(listOrders, { query: { state: 'delivered' } });
  const scarce = await aScarceProduct(client);
  await anOrder(client, scarce);
  // Sold out: refused, and overdue holds were looked for.
  await anOrder(client, scarce).catch(() => undefined);
  // A rush: buyers meet on the same cards.
  await Promise.all(Array.from({ length: 16 }, () => anOrder(client, productId)));
};

/** Endpoints: one takes what it is sent, one fails and is tried again, one is gone for good and gets disabled. */
const useWebhooks = async (client: Client, receiver: { url: string }): Promise<void> => {
  const create = (path: string) =>
    client.call(createWebhookEndpoint, { body: { url: `${receiver.url}${path}` } });
  const { id: endpointId } = await create('/taken');
  await create('/fails');
  const gone = await create('/gone');
  const params = { endpointId };
  await client.call(listWebhookEndpoints, {});
  await client.call(readWebhookEndpoint, { params });
  await client.call(updateWebhookEndpoint, { params, body: { description: 'shop' } });
  await client.call(rotateWebhookSecret, { params, body: {} });
  const eventId = await eventually('an event is listed', async () => {
    const { data } = await client.call(listEvents, {});
    return data[0]?.id;
  });
  await client.call(resendEvent, { params: { eventId }, body: {} });
  await eventually('the message is taken', async () => {
    const { deliveries } = await client.call(readEvent, { params: { eventId } });
    return deliveries.find(({ state }) => state === 'delivered');
  });
  await eventually('the endpoint that is gone is disabled', async () => {
    const { status } = await client.call(readWebhookEndpoint, { params: { endpointId: gone.id } });
    return status === 'disabled' ? true : undefined;
  });
  await client.call(deleteWebhookEndpoint, { params: { endpointId: gone.id } });
};

const useCheckout = async (client: Client, shop: Shop, productId: string): Promise<void> => {
  const order = await anOrder(client, productId);
  const { number } = await startPaying(client, order);
  await payAtGateway(shop, number);
  await eventually('the paid order is delivered', async () =>
    (await stateOf(client, order.id)) === 'delivered' ? true : undefined,
  );
  const body = {
    merchant: shop.merchantId,
    mode: 'test',
    order: order.id,
    contact: CONTACT,
  } as const;
  await client.call(lookupOrder, { body });
  const { data } = await client.call(listCallbacks, { query: { order: order.id } });
  const callbackId = data[0]?.id ?? '';
  await client.call(replayCallback, { params: { callbackId }, body: { order: order.id } });
  await client.call(listCallbacks, {});
};

const usePages = async (client: Client, shop: Shop, productId: string): Promise<void> => {
  const order = await anOrder(client, productId);
  const page = (path: string, form?: Record<string, string>) =>
    fetch(new URL(path, shop.baseUrl), {
      redirect: 'manual',
      ...(form && { method: 'POST', body: new URLSearchParams(form) }),
    });
  await page(`/checkout/${order.token}`);
  await page(`/checkout/${order.token}/pay`, { method: 'alipay' });
  await page(`/lookup?merchant=${shop.merchantId}&mode=test`);
  await page('/lookup', {
    merchant: shop.merchantId,
    mode: 'test',
    order: order.id,
    contact: CONTACT,
  });
  for (const path of ['/openapi.json', '/docs', '/health']) await page(path);
};
