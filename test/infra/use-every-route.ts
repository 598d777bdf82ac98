import { expect } from 'vitest';
import { listCallbacks, replayCallback } from '#shared/contract/api/callbacks.ts';
import { adviseOnChannels, channelHealth } from '#shared/contract/api/channel-health.ts';
import {
  drainChannel,
  drainProviderChannels,
  enableChannel,
  enableProviderChannels,
  freezeChannel,
  freezeProviderChannels,
} from '#shared/contract/api/channel-status.ts';
import {
  createChannel,
  listChannels,
  readChannel,
  testChannel,
  updateChannel,
} from '#shared/contract/api/channels.ts';
import { createAttempt, enterCode, lookupOrder } from '#shared/contract/api/checkout.ts';
import {
  readCheckoutSettings,
  updateCheckoutSettings,
} from '#shared/contract/api/checkout-settings.ts';
import {
  createProduct,
  importCards,
  listCardBatches,
  listProducts,
  readProduct,
  readStock,
  removeDeliveryHook,
  setDeliveryHook,
  updateProduct,
} from '#shared/contract/api/delivery.ts';
import {
  cancelOrder,
  completeOrder,
  listOrders,
  resendOrder,
} from '#shared/contract/api/orders.ts';
import { decideRouting } from '#shared/contract/api/routing.ts';
import { replayRouting } from '#shared/contract/api/routing-replays.ts';
import {
  deleteShadowRoutingRules,
  listRoutingRuleVersions,
  promoteRoutingRules,
  readRoutingRules,
  rollBackRoutingRules,
  writeRoutingRules,
} from '#shared/contract/api/routing-rules.ts';
import {
  endForcedRouting,
  forceRouting,
  readRoutingSettings,
  updateRoutingSettings,
} from '#shared/contract/api/routing-settings.ts';
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
import { paymentMethodSchema } from '#shared/domain/channels/channel.ts';
import { EXAMPLE_RULES } from '#shared/domain/routing/rules/example-rules.ts';
import {
  anOrder,
  aProductWith,
  CONTACT,
  eventually,
  payAtGateway,
  type Shop,
  startPaying,
  tokenOf,
  untilState,
} from './shop-actions.ts';
import { useMoneyBack } from './use-money-back.ts';

/** Calls every route with something to do for it; returns a product that has stock. */
export const useEveryRoute = async (
  shop: Shop,
  receiver: { readonly url: string },
): Promise<{ client: Client; productId: string }> => {
  const client = createClient(shop);
  const productId = await useProducts(client);
  await useChannels(client, shop);
  await useRules(client);
  await useOrders(client, productId);
  await useCheckout(client, shop, productId);
  await usePages(client, shop, productId);
  await useWebhooks(client, receiver);
  await useMoneyBack(client, shop);
  await useDeliveryHook(client, shop, receiver);
  await useLedgers(shop);
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

/** Rules that never apply: what is sold afterwards goes its usual way. */
const useRules = async (client: Client): Promise<void> => {
  const rules = EXAMPLE_RULES.map((rule) => ({ ...rule, enabled: false }));
  await client.call(writeRoutingRules, { body: { rules } });
  await client.call(writeRoutingRules, { body: { rules, mode: 'shadow' } });
  await client.call(readRoutingRules, {});
  await client.call(promoteRoutingRules, { body: {} });
  await client.call(rollBackRoutingRules, { body: { version: 1 } });
  await client.call(writeRoutingRules, { body: { rules: [], mode: 'shadow' } });
  await client.call(deleteShadowRoutingRules, {});
  await client.call(listRoutingRuleVersions, {});
  await client.call(readRoutingSettings, {});
  await client.call(updateRoutingSettings, { body: { failure_amount: 30 } });
  const { data } = await client.call(listChannels, {});
  await client.call(forceRouting, {
    body: { channels: data.slice(0, 1).map(({ id }) => id), reason: 'to see it' },
  });
  await client.call(endForcedRouting, {});
  await client.call(adviseOnChannels, {});
  const ofEpay = { params: { provider: 'epay' }, body: {} };
  await client.call(drainProviderChannels, ofEpay);
  await client.call(freezeProviderChannels, ofEpay);
  await client.call(enableProviderChannels, ofEpay);
  // Those that took no payments before take none now.
  for (const { id } of data.filter(({ status }) => status !== 'enabled')) {
    await client.call(freezeChannel, { params: { channelId: id }, body: {} });
  }
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
  const scarce = await aProductWith(client, ['THE-ONLY-ONE']);
  await anOrder(client, scarce);
  // Sold out: refused, and overdue holds were looked for.
  await anOrder(client, scarce).catch(() => undefined);
  // One buyer wants more than their share: what they hold is counted.
  const shared = await aProductWith(client, ['FIRST', 'SECOND', 'THIRD', 'FOURTH']);
  await anOrder(client, shared);
  await anOrder(client, shared);
  await anOrder(client, shared).catch(() => undefined);
  // A rush: buyers meet on the same cards.
  await Promise.all(
    Array.from({ length: 16 }, (_, index) =>
      anOrder(client, productId, `buyer-${index}@example.com`),
    ),
  );
  await client.call(replayRouting, { body: { settings: { margin_basis_points: 2_000 } } });
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
  await untilState(client, order.id, 'delivered');
  const body = {
    merchant: shop.merchantId,
    mode: 'test',
    order: order.id,
    contact: CONTACT,
  } as const;
  await client.call(lookupOrder, { body });
  await client.call(readCheckoutSettings, {});
  await client.call(updateCheckoutSettings, { body: { display_name: 'Lantern Games' } });
  await useCodes(client, shop);
  const { data } = await client.call(listCallbacks, { query: { order: order.id } });
  const callbackId = data[0]?.id ?? '';
  await client.call(replayCallback, { params: { callbackId }, body: { order: order.id } });
  await client.call(listCallbacks, {});
};

/** A payment of the sandbox's that asks for a code. */
const useCodes = async (client: Client, shop: Shop): Promise<void> => {
  const method = 'paypal';
  await client.call(createChannel, {
    body: {
      provider: 'sandbox',
      label: 'asks for codes',
      currency: 'CNY',
      methods: [method],
      config: { account: 'codes' },
      credentials: { key: 'a key of the sandbox' },
    },
  });
  const { id: product } = await client.call(createProduct, {
    body: { name: 'By code', price_amount: 942, currency: 'CNY' },
  });
  await client.call(importCards, { params: { productId: product }, body: { cards: ['CODE'] } });
  const { token, id: orderId } = await anOrder(client, product);
  // A new channel takes payments within two seconds.
  const attempt = await eventually('the payment is started', () =>
    client.call(createAttempt, { params: { token }, body: { method } }).then(
      (checkout) => checkout.attempt ?? undefined,
      () => undefined,
    ),
  );
  const params = { token, attemptId: attempt.id };
  // Too soon, and the client would wait for half a minute.
  const address = `/checkout/${token}/attempts/${params.attemptId}/resend-code`;
  await fetch(new URL(address, shop.baseUrl), { method: 'POST' });
  await client.call(enterCode, { params, body: { code: '000000' } });
  await untilState(client, orderId, 'delivered');
};

/** The merchant's own system supplies what an order delivers. */
const useDeliveryHook = async (
  client: Client,
  shop: Shop,
  receiver: { url: string },
): Promise<void> => {
  const { id: productId } = await client.call(createProduct, {
    body: { name: 'By machine', price_amount: 500, currency: 'CNY', card_kind: 'manual' },
  });
  const params = { productId };
  await client.call(setDeliveryHook, { params, body: { url: `${receiver.url}/deliver` } });
  const order = await anOrder(client, productId);
  const { number } = await startPaying(client, order);
  await payAtGateway(shop, number);
  await untilState(client, order.id, 'delivered');
  await client.call(removeDeliveryHook, { params });
};

/** Payments by transfer are told apart by what is leased to them, whether a program starts them or the page. */
const useLedgers = async ({ baseUrl, showcase }: Shop): Promise<void> => {
  const [byProgram, onPage] = showcase.channels.filter(({ provider }) => provider === 'usdt');
  if (!byProgram || !onPage) throw new Error('the showcase has no ledgers');
  const buyer = createClient({ baseUrl });
  const { attempt } = await buyer.call(createAttempt, {
    params: { token: tokenOf(byProgram.checkoutUrl) },
    body: { method: paymentMethodSchema.parse(byProgram.methods[0]) },
  });
  expect(attempt?.next_action?.kind).toBe('address');
  const { headers } = await fetch(`${onPage.checkoutUrl}/pay`, {
    method: 'POST',
    body: new URLSearchParams({ method: String(onPage.methods[0]) }),
    redirect: 'manual',
  });
  expect(headers.get('location')).toMatch(/go=1$/);
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
  await page(`/checkout/${order.token}/cards.txt`);
  await page(`/checkout/${order.token}/code`, { code: '123456' });
  // Not paid yet: it is asked about again soon.
  await page(`/checkout/return?state=${order.token}`, { status: 'paid' });
  await page(`/lookup?merchant=${shop.merchantId}&mode=test`);
  await page('/lookup', {
    merchant: shop.merchantId,
    mode: 'test',
    order: order.id,
    contact: CONTACT,
  });
  for (const path of ['/openapi.json', '/docs', '/health']) await page(path);
};
