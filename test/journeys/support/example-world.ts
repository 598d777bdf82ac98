import { setTimeout as pause } from 'node:timers/promises';
import { gatewayOf } from '#infra/local/demo/gateway.ts';
import { listCallbacks } from '#shared/contract/api/callbacks.ts';
import { createChannel } from '#shared/contract/api/channels.ts';
import { createAttempt } from '#shared/contract/api/checkout.ts';
import { createProduct, importCards } from '#shared/contract/api/delivery.ts';
import { createOrder, readOrder } from '#shared/contract/api/orders.ts';
import { createRefund, readRefund } from '#shared/contract/api/refunds.ts';
import { createWebhookEndpoint, listEvents } from '#shared/contract/api/webhooks.ts';
import { providerOrderNumberOf } from '#shared/domain/identity/ids.ts';
import type { Journey } from './stack.ts';

/**
 * Things that exist in a running stack, by the prefix of their id, the token of the order's checkout page, and a product
 * that is delivered by hand.
 */
export interface ExampleWorld {
  readonly ids: Readonly<Record<string, string>>;
  readonly token: string;
  readonly manualProduct: string;
}

const PATIENCE_MILLIS = 30_000;

const eventually = async <Value>(
  what: string,
  look: () => Promise<Value | undefined>,
): Promise<Value> => {
  const deadline = Date.now() + PATIENCE_MILLIS;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > deadline) throw new Error(`${what} did not happen`);
    await pause(50);
  }
};

/** An order that waits for payment. */
export const anUnpaidOrder = async (
  { merchant }: Journey,
  product: string,
): Promise<{ orderId: string; token: string }> => {
  const order = await merchant.call(createOrder, {
    body: { product, contact: 'buyer@example.com' },
  });
  return {
    orderId: order.id,
    token: order.checkout_url.slice(order.checkout_url.lastIndexOf('/') + 1),
  };
};

/** One of everything that the documentation's examples name: what they need to find when they are executed. */
export const anExampleWorld = async (
  journey: Journey,
  receiverUrl: string,
): Promise<ExampleWorld> => {
  const { merchant, demo } = journey;
  const { id: endpoint } = await merchant.call(createWebhookEndpoint, {
    body: { url: `${receiverUrl}/world` },
  });
  const { id: product } = await merchant.call(createProduct, {
    body: { name: 'Course code', price_amount: 990, currency: 'CNY' },
  });
  await merchant.call(importCards, {
    params: { productId: product },
    body: { cards: Array.from({ length: 40 }, (_, index) => `COURSE-${index}`) },
  });
  const { id: manualProduct } = await merchant.call(createProduct, {
    body: { name: 'Done by hand', price_amount: 990, currency: 'CNY', card_kind: 'manual' },
  });
  const { orderId, token } = await anUnpaidOrder(journey, product);
  const attempt = await payOrder(journey, orderId, token);
  const callback = await eventually('the callback', async () => {
    const { data } = await merchant.call(listCallbacks, { query: { order: orderId } });
    return data[0]?.id;
  });
  const event = await eventually('the event', async () => {
    const { data } = await merchant.call(listEvents, {});
    return data.find(({ object_id }) => object_id === orderId)?.id;
  });
  const refund = await aPaidBackOrder(journey, product);
  // After the sales: routing must not choose an account whose gateway does not exist.
  const { id: channel } = await merchant.call(createChannel, {
    body: {
      provider: 'epay',
      label: 'Only in the examples',
      priority: 9_000,
      config: {
        gatewayUrl: 'https://pay.example.com/',
        pid: '1001',
        protocol: 'v1',
        accessMode: 'page',
      },
      credentials: { key: 'a-key-of-nobody' },
    },
  });
  return {
    ids: {
      mer: demo.merchantId,
      prod: product,
      ord: orderId,
      att: attempt,
      ch: channel,
      cb: callback,
      evt: event,
      we: endpoint,
      ref: refund,
    },
    token,
    manualProduct,
  };
};

/** A refund that the provider has confirmed; its order is none of the examples'. */
const aPaidBackOrder = async (journey: Journey, product: string): Promise<string> => {
  const { merchant } = journey;
  const { orderId, token } = await anUnpaidOrder(journey, product);
  await payOrder(journey, orderId, token);
  const { id } = await merchant.call(createRefund, {
    body: { order: orderId, reason: 'Bought by mistake' },
  });
  await eventually('the refund', async () => {
    const { state } = await merchant.call(readRefund, { params: { refundId: id } });
    return state === 'succeeded' ? state : undefined;
  });
  return id;
};

const payOrder = async (
  { merchant, demo }: Journey,
  orderId: string,
  token: string,
): Promise<string> => {
  const { attempt } = await merchant.call(createAttempt, {
    params: { token },
    body: { method: 'alipay', device: 'mobile' },
  });
  if (!attempt) throw new Error('the checkout started no payment');
  // A page gateway learns of the payment when the buyer arrives there.
  if (attempt.next_action?.kind === 'redirect') await fetch(attempt.next_action.url);
  const { attempts } = await merchant.call(readOrder, { params: { orderId } });
  const gateway = gatewayOf(demo, attempts[0]?.channel ?? '');
  await gateway.pay(providerOrderNumberOf(attempt.id));
  await eventually('the delivery', async () => {
    const { state } = await merchant.call(readOrder, { params: { orderId } });
    return state === 'delivered' ? state : undefined;
  });
  return attempt.id;
};
