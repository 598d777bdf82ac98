import { describe, expect, test } from 'vitest';
import type { OrderStore } from '#shared/application/ports/order-store.ts';
import { readPastOrders } from '#shared/application/routing/read-past-orders.ts';
import { anOrder, aProduct, aTenant } from '../../support/builders.ts';

const START = Date.parse('2026-03-04T00:00:00Z');
const at = (minute: number): Date => new Date(START + minute * 60_000);
const TENANT = aTenant();

/** Orders of a tenant, one a minute, newest first; every reading takes a second. */
const aStore = (count: number) => {
  const product = aProduct({ tenant: TENANT });
  const orders = Array.from({ length: count }, (_, index) =>
    anOrder({ createdAt: at(count - 1 - index).toISOString() }, product),
  );
  const seen = { loads: 0, atOnce: 0, most: 0, lists: 0, seconds: 0 };
  const list: OrderStore['list'] = async (_tenant, _filter, { limit, startingAfter }) => {
    seen.lists += 1;
    seen.seconds += 1;
    const from = orders.findIndex(({ id }) => id === startingAfter) + 1;
    return { orders: orders.slice(from, from + limit), hasMore: from + limit < count };
  };
  const load: OrderStore['load'] = async (_tenant, id) => {
    seen.loads += 1;
    seen.atOnce += 1;
    seen.most = Math.max(seen.most, seen.atOnce);
    await Promise.resolve();
    seen.atOnce -= 1;
    seen.seconds += 1;
    const order = orders.find((it) => it.id === id);
    return order && { order, attempts: [], refunds: [], cards: [], manualContent: undefined };
  };
  return {
    seen,
    deps: { orders: { list, load }, runtime: { now: () => new Date(seen.seconds * 1_000) } },
  };
};

const NEVER = new Date(Number.MAX_SAFE_INTEGER / 2);
const read = async (
  { deps }: ReturnType<typeof aStore>,
  request: Partial<Parameters<typeof readPastOrders>[2]> = {},
) => {
  const { orders, truncated } = await readPastOrders(deps, TENANT, {
    from: at(0),
    to: at(100_000),
    limit: 2_000,
    deadline: NEVER,
    ...request,
  });
  const minutes = orders.map(({ order }) => (Date.parse(order.createdAt) - START) / 60_000);
  return { first: minutes[0], last: minutes.at(-1), count: orders.length, truncated };
};

describe('past orders', () => {
  test('are read page by page, newest first, few at once', async () => {
    const store = aStore(250);
    expect(await read(store)).toEqual({ first: 249, last: 0, count: 250, truncated: undefined });
    expect(store.seen.most).toBeLessThanOrEqual(16);
  });

  test('are those of the time, and nothing before it is looked through', async () => {
    const store = aStore(1_000);
    const result = await read(store, { from: at(700), to: at(750) });
    expect(result).toEqual({ first: 749, last: 700, count: 50, truncated: undefined });
    expect(store.seen).toMatchObject({ loads: 50, lists: 4 });
  });

  test.each([
    ['inside a group', 90],
    ['at the end of a group', 96],
    ['at the end of a page', 100],
    ['on a later page', 170],
  ])('end at the limit, and it is said: %s', async (_case, limit) => {
    const store = aStore(250);
    expect(await read(store, { limit })).toMatchObject({ count: limit, truncated: 'limit' });
    expect(store.seen.loads).toBe(limit);
  });

  test('that are exactly as many as the limit are whole', async () => {
    expect(await read(aStore(96), { limit: 96 })).toMatchObject({ truncated: undefined });
    expect(await read(aStore(200), { limit: 200 })).toMatchObject({ truncated: undefined });
  });

  test('end at the deadline, and it is said', async () => {
    const store = aStore(250);
    const deadline = new Date(40_000);
    expect(await read(store, { deadline })).toMatchObject({ count: 48, truncated: 'time' });
    expect(await read(aStore(250), { deadline: new Date(0) })).toMatchObject({
      count: 0,
      truncated: 'time',
    });
  });

  test('of nobody are none', async () => {
    expect(await read(aStore(0))).toMatchObject({ count: 0, truncated: undefined });
  });
});
