import { randomUUID } from 'node:crypto';
import { listCallbacks } from '#shared/contract/api/callbacks.ts';
import { createAttempt } from '#shared/contract/api/checkout.ts';
import { readStock } from '#shared/contract/api/delivery.ts';
import { createOrder, readOrder } from '#shared/contract/api/orders.ts';
import { type Client, createClient } from '#shared/contract/client/client.ts';
import type { BenchShop } from '../checkout/sale.ts';
import { notificationUrl } from './notify.ts';

const AT_ONCE = 8;

export interface RealOrder {
  readonly id: string;
  /** The signed notification of its payment. */
  readonly notification: string;
}

/** What became of the orders. */
export interface Fates {
  /** Delivered, with one card that no other order has. */
  readonly deliveredOnce: number;
  /** Notifications that left no trace at their order. */
  readonly tracesMissing: number;
  /** Orders whose notifications were applied more or less than once. */
  readonly notAppliedOnce: number;
  /** Cards that were sold beyond one an order. */
  readonly cardsTooMany: number;
}

const clientOf = ({ baseUrl, apiKey }: BenchShop): Client =>
  createClient({ baseUrl, apiKey, retries: 5 });

/** Orders made through the API whose payments were started; the money has not come yet. */
export const createOrders = async (shop: BenchShop, count: number): Promise<RealOrder[]> => {
  const client = clientOf(shop);
  const buyers = Array.from({ length: count }, () => `${randomUUID()}@example.com`);
  return together(buyers, async (contact) => {
    const order = await client.call(createOrder, { body: { product: shop.productId, contact } });
    const token = new URL(order.checkout_url).pathname.split('/').at(-1) ?? '';
    const { attempt } = await client.call(createAttempt, {
      params: { token },
      body: { method: 'alipay' },
    });
    if (!attempt) throw new Error('no payment was started');
    const number = attempt.id.slice('att_'.length);
    const money = (order.amount / 100).toFixed(2);
    return { id: order.id, notification: notificationUrl(shop, number, money) };
  });
};

/** Cards that were sold since the product was made. */
const cardsSold = async (client: Client, shop: BenchShop): Promise<number> => {
  const { sold } = await client.call(readStock, { params: { productId: shop.productId } });
  return sold ?? 0;
};

/** Reads every order with its callbacks: each was notified `copies` times. */
export const fatesOf = async (
  shop: BenchShop,
  { orders, copies }: { orders: readonly RealOrder[]; copies: number },
): Promise<Fates> => {
  const client = clientOf(shop);
  const seen = await together(orders, async ({ id }) => {
    const [{ state, delivery }, { data: callbacks }] = await Promise.all([
      client.call(readOrder, { params: { orderId: id } }),
      client.call(listCallbacks, { query: { order: id, limit: 100 } }),
    ]);
    return { state, cards: delivery?.cards ?? [], callbacks };
  });
  const owners = new Map<string, number>();
  for (const { value } of seen.flatMap(({ cards }) => cards)) {
    owners.set(value, (owners.get(value) ?? 0) + 1);
  }
  const deliveredOnce = seen.filter(
    ({ state, cards }) =>
      state === 'delivered' && cards.length === 1 && owners.get(cards[0]?.value ?? '') === 1,
  );
  const applied = seen.map(
    ({ callbacks }) => callbacks.filter(({ effect }) => effect === 'applied').length,
  );
  return {
    deliveredOnce: deliveredOnce.length,
    tracesMissing: seen.reduce((sum, { callbacks }) => sum + copies - callbacks.length, 0),
    notAppliedOnce: applied.filter((times) => times !== 1).length,
    cardsTooMany: (await cardsSold(client, shop)) - orders.length,
  };
};

/** Orders of the sample that got a card without having been paid. */
export const deliveredUnpaid = async (
  shop: BenchShop,
  orders: readonly RealOrder[],
): Promise<number> => {
  const client = clientOf(shop);
  const read = await together(orders, ({ id }) =>
    client.call(readOrder, { params: { orderId: id } }),
  );
  return read.filter(({ delivery }) => delivery !== null).length;
};

const together = async <Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> => {
  const results: Result[] = [];
  const waiting = items.entries();
  const worker = async (): Promise<void> => {
    for (const [index, item] of waiting) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return results;
};
