import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { deliverWaiting } from '#shared/application/orders/deliver-waiting.ts';
import type { Order } from '#shared/domain/orders/order.ts';
import type { Product } from '#shared/domain/products/product.ts';
import { later } from '#test/support/builders.ts';
import { type Dynamo, startDynamo } from '#test/support/dynamo.ts';
import { aTill, type Till } from '../support/a-till.ts';

let dynamo: Dynamo;
beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo.stop());

let till: Till;
beforeEach(() => {
  till = aTill(dynamo, { refundsRepeatably: true });
  till.provider.setRefund({ kind: 'succeeded' });
});

/** Orders of so many cards each that expired unpaid, and a product that was sold out since. */
const soldOut = async (quantities: readonly number[]) => {
  const cards = quantities.reduce((sum, quantity) => sum + quantity, 0);
  const product = await till.sells({ cards });
  const orders: Order[] = [];
  for (const quantity of quantities) orders.push(await till.order(product, { quantity }));
  for (const order of orders) await till.attempt(order);
  till.setNow(later(901));
  for (const order of orders) await till.tell(order, { kind: 'expire' });
  for (let left = cards; left > 0; left -= 50) {
    const order = await till.order(product, { quantity: Math.min(50, left) });
    await till.report(order, await till.attempt(order));
  }
  expect(await till.freeCards(product)).toBe(0);
  return { product, orders };
};

/** They are paid one after the other, in the order given, a minute apart. */
const payLate = async (orders: readonly Order[]) => {
  for (const order of orders) {
    const [attempt] = (await till.load(order)).attempts;
    if (!attempt) throw new Error('the order has no attempt');
    await till.report(order, attempt);
    till.setNow(later(60, till.now()));
  }
};

const statesOf = async (orders: readonly Order[]) =>
  Promise.all(orders.map(async (order) => (await till.load(order)).order.state));

/** What the product counts as waited for, checked against the orders themselves. */
const waitingUnits = async (product: Product, orders: readonly Order[]): Promise<number> => {
  const counted = (await till.inventory.readProduct(product.tenant, product.id))?.waitingUnits;
  const aggregates = await Promise.all(orders.map(till.load));
  const waited = aggregates.flatMap(({ order }) =>
    order.state === 'awaiting_stock' ? [order.quantity] : [],
  );
  expect(counted).toBe(waited.reduce((sum, units) => sum + units, 0));
  return counted ?? Number.NaN;
};

const look = ({ tenant, id }: Product) => deliverWaiting(till.deps, tenant, id);

describe('paid orders that wait for cards', () => {
  it('get them in the order of payment, and a small one never passes a large one', async () => {
    const { product, orders } = await soldOut([2, 1, 5, 3, 1]);
    const [two, one, five, three, last] = orders as [Order, Order, Order, Order, Order];
    const line = [one, three, five, two, last];
    await payLate(line);
    expect(await waitingUnits(product, orders)).toBe(12);

    await till.restock(product, 5);
    expect(await look(product)).toBe(2);
    expect(await statesOf(line)).toEqual([
      'delivered',
      'delivered',
      'awaiting_stock',
      'awaiting_stock',
      'awaiting_stock',
    ]);
    expect(await till.freeCards(product)).toBe(1);
    expect(await waitingUnits(product, orders)).toBe(8);

    await till.restock(product, 4);
    expect(await look(product)).toBe(1);
    expect(await waitingUnits(product, orders)).toBe(3);

    await till.restock(product, 10);
    expect(await look(product)).toBe(2);
    expect(await waitingUnits(product, orders)).toBe(0);
    expect(await look(product)).toBe(0);
    const handedOut = await Promise.all(line.map(till.load));
    expect(handedOut.map(({ cards }) => cards.length)).toEqual([1, 3, 5, 2, 1]);
    const cards = handedOut.flatMap(({ cards }) => cards.map(({ cardId }) => cardId));
    expect(new Set(cards).size).toBe(12);
    expect(await till.freeCards(product)).toBe(7);
  });

  it('are not overtaken by a new buyer, nor by one who pays late', async () => {
    const { product, orders } = await soldOut([2, 1]);
    const [waiting, paysLate] = orders as [Order, Order];
    await payLate([waiting]);
    await till.restock(product, 2);
    await expect(till.order(product)).rejects.toMatchObject({ code: 'out_of_stock' });
    await payLate([paysLate]);
    expect(await statesOf(orders)).toEqual(['awaiting_stock', 'awaiting_stock']);
    expect(await waitingUnits(product, orders)).toBe(3);

    await till.restock(product, 3);
    await expect(till.order(product, { quantity: 3 })).rejects.toMatchObject({
      code: 'out_of_stock',
      message: expect.stringContaining('Only 2 '),
    });
    const bought = await till.order(product, { quantity: 2 });
    expect(await look(product)).toBe(2);
    expect(await till.freeCards(product)).toBe(0);
    expect((await till.load(bought)).cards).toHaveLength(2);
  });

  it('are paid back when their time is over, and those behind them are served with what there is', async () => {
    const { product, orders } = await soldOut([5, 1]);
    const [large, small] = orders as [Order, Order];
    await payLate(orders);
    await till.restock(product, 1);
    const { stockDeadline } = (await till.load(large)).order;
    till.setNow(later(-1, new Date(stockDeadline ?? '')));
    expect(await look(product)).toBe(0);
    till.setNow(new Date(stockDeadline ?? ''));
    expect(await look(product)).toBe(1);
    expect(await statesOf(orders)).toEqual(['refunding', 'delivered']);
    expect(await waitingUnits(product, orders)).toBe(0);
    await till.work();
    expect(await statesOf(orders)).toEqual(['refunded', 'delivered']);
    expect((await till.load(large)).refunds).toMatchObject([
      { cause: 'out_of_stock', amount: large.amount, state: 'succeeded' },
    ]);
    expect((await till.load(small)).refunds).toEqual([]);
  });

  it('stop at a person when the shop wants that', async () => {
    const { product, orders } = await soldOut([1]);
    await payLate(orders);
    till.setPolicies({ outOfStock: { waitHours: 24, afterwards: 'hold' } });
    till.setNow(later(25 * 3_600, till.now()));
    await look(product);
    expect(await statesOf(orders)).toEqual(['needs_review']);
    expect(await waitingUnits(product, orders)).toBe(0);
  });

  it('are counted right whatever ends the wait', async () => {
    const { product, orders } = await soldOut([3, 2, 4]);
    const [refunded, completed, delivered] = orders as [Order, Order, Order];
    await payLate(orders);
    expect(await waitingUnits(product, orders)).toBe(9);
    await till.tell(refunded, {
      kind: 'refund_requested',
      actor: 'Li',
      reason: 'would not wait',
      attemptId: undefined,
      amountMinor: undefined,
      cards: undefined,
      requestKey: undefined,
    });
    expect(await waitingUnits(product, orders)).toBe(6);
    await till.restock(product, 6);
    await till.tell(completed, {
      kind: 'complete_by_hand',
      actor: 'Li',
      reason: 'a regular',
      hasContent: false,
    });
    expect(await waitingUnits(product, orders)).toBe(4);
    await look(product);
    expect(await statesOf([completed, delivered])).toEqual(['delivered', 'delivered']);
    expect(await waitingUnits(product, orders)).toBe(0);
  });

  it('are each delivered once by 16 who look at the same moment', async () => {
    const { product, orders } = await soldOut([1, 2, 1, 3, 1, 2, 1, 1]);
    await payLate(orders);
    await till.restock(product, 12);
    const runs = await Promise.allSettled(Array.from({ length: 16 }, () => look(product)));
    for (const run of runs)
      if (run.status === 'rejected') expect(run.reason.code).toBe('concurrent_change');
    const last = await look(product);
    const delivered = runs.map((run) => (run.status === 'fulfilled' ? run.value : 0));
    expect(delivered.reduce((sum, count) => sum + count, last)).toBeLessThanOrEqual(8);
    const aggregates = await Promise.all(orders.map(till.load));
    for (const { order, cards } of aggregates) {
      expect(order.state).toBe('delivered');
      expect(order.timeline.filter(({ what }) => what === 'delivered')).toHaveLength(1);
      expect(cards).toHaveLength(order.quantity);
    }
    const ids = aggregates.flatMap(({ cards }) => cards.map(({ cardId }) => cardId));
    expect(new Set(ids).size).toBe(12);
    expect(await waitingUnits(product, orders)).toBe(0);
  });
});
