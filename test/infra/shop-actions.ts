import type { Showcase } from '#infra/local/seed/showcase.ts';
import { createAttempt, readCheckout } from '#shared/contract/api/checkout.ts';
import { createProduct, importCards } from '#shared/contract/api/delivery.ts';
import { createOrder, readOrder } from '#shared/contract/api/orders.ts';
import type { Client } from '#shared/contract/client/client.ts';

export interface Shop {
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly merchantId: string;
  readonly simulators: readonly { readonly url: string; readonly pid: string }[];
  readonly showcase: Showcase;
}

export const CONTACT = 'buyer@example.com';

export const tokenOf = (checkoutUrl: string): string =>
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

export const anOrder = async (client: Client, product: string, contact = CONTACT) => {
  const order = await client.call(createOrder, { body: { product, contact } });
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

/** The buyer pays at whichever simulated gateway knows the payment; `minor` when it is not what was asked for. */
export const payAtGateway = async (shop: Shop, number: string, minor?: number): Promise<void> => {
  for (const { url } of shop.simulators) {
    const { status } = await fetch(new URL(`control/orders/${number}/pay`, url), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ minor }),
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

/** Waits until an order has come to a state. */
export const untilState = (client: Client, orderId: string, state: string): Promise<true> =>
  eventually(`the order is ${state}`, async () =>
    (await stateOf(client, orderId)) === state ? true : undefined,
  );

/** A product with so many cards. */
export const aProductWith = async (client: Client, cards: string[]): Promise<string> => {
  const body = { name: 'Scarce', price_amount: 500, currency: 'CNY' } as const;
  const { id: productId } = await client.call(createProduct, { body });
  await client.call(importCards, { params: { productId }, body: { cards } });
  return productId;
};
