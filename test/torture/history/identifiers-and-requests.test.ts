import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createOrder } from '#functions/orders/create-order.ts';
import { listOrders } from '#functions/orders/list-orders.ts';
import { attemptIdOf, providerOrderNumberOf } from '#shared/domain/identity/ids.ts';
import { dynamoReplyCache } from '#shared/platform/http/idempotency.ts';
import { systemRuntime } from '#shared/platform/runtime.ts';
import { aTenant } from '#test/support/builders.ts';
import { type Dynamo, startDynamo } from '#test/support/dynamo.ts';
import { anApi } from '#test/support/http-call.ts';
import { aShop } from '#test/support/shop.ts';
import { dieEverywhere } from './support/a-death.ts';
import { anEpayTill } from './support/an-epay-till.ts';
import { wrongsOf } from './support/stored.ts';
import { tablesInMemory } from './support/tables-in-memory.ts';
import { sell } from './support/tell.ts';

let dynamo: Dynamo;
beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo.stop());

it('T16: 40,000 ids that four threads make at once are all different, and so are the numbers that providers see', async () => {
  const made = await Promise.all(Array.from({ length: 4 }, () => idsOfAnotherThread(10_000)));
  const orders = made.flat();
  expect(new Set(orders).size).toBe(40_000);
  const numbers = orders.flatMap((id) =>
    [1, 2, 99].map((attempt) => providerOrderNumberOf(attemptIdOf(id, attempt))),
  );
  expect(new Set(numbers).size).toBe(120_000);
  for (const number of numbers.slice(0, 1_000)) expect(number).toMatch(/^[0-9a-z]{26}$/);
});

const idsOfAnotherThread = (count: number): Promise<string[]> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./support/make-ids.ts', import.meta.url), {
      workerData: count,
    });
    worker.once('message', resolve);
    worker.once('error', reject);
  });

describe('T17: one request is one order, however often and however concurrently it is sent', () => {
  const aShopApi = async () => {
    const shop = aShop(dynamo);
    const owner = { tenant: aTenant('test'), keyId: systemRuntime.newId('apiKey') };
    const call = anApi([createOrder(shop.deps), listOrders(shop.deps)], {
      callers: [owner],
      replies: dynamoReplyCache(dynamo.client, dynamo.tables.idempotency),
    });
    const product = await shop.sells({ cards: 5, tenant: owner.tenant });
    const create = (body: Record<string, unknown>, headers = { 'idempotency-key': 'order-7' }) =>
      call({ method: 'POST', path: '/v1/orders', body, headers, as: owner });
    const orders = async () =>
      (await call({ method: 'GET', path: '/v1/orders', as: owner })).json.data;
    return { shop, product, create, orders };
  };

  it('32 at once get the same reply, byte for byte; changed parameters are refused', async () => {
    const { shop, product, create, orders } = await aShopApi();
    const body = { product: product.id, quantity: 1, metadata: { shop_order: '7' } };
    const replies = await Promise.all(
      Array.from({ length: 32 }, () =>
        // Whoever asks while the first request runs is told to ask again.
        vi.waitFor(
          async () => {
            const reply = await create(body);
            expect(reply.status).toBe(201);
            return reply.text;
          },
          { timeout: 30_000, interval: 25 },
        ),
      ),
    );
    expect(new Set(replies).size).toBe(1);
    expect(await orders()).toHaveLength(1);
    expect(await shop.freeCards(product)).toBe(4);
    for (const changes of [{ quantity: 2 }, { metadata: { shop_order: '8' } }]) {
      const reply = await create({ ...body, ...changes });
      expect(reply.status).toBe(409);
      expect(reply.json.error).toMatchObject({ code: 'idempotency_key_reused', retryable: false });
    }
    expect(await orders()).toHaveLength(1);
  });
});

describe('T26: who opens the cashier again gets the payment that is open', () => {
  it('with the same way to pay, as often as they come', async () => {
    const till = anEpayTill(tablesInMemory());
    const product = await till.sellsByEpay({ cards: 1 });
    const { token, attempt } = await till.buys(product);
    const again = await Promise.all(Array.from({ length: 8 }, () => till.starts(token)));
    for (const one of again) expect(one).toEqual(attempt);
  });

  it('also when the process that opened it died, wherever it did: one number, one payment at the provider, and a way to pay', async () => {
    const deaths = await dieEverywhere(async ({ choices, faults, arm }, where) => {
      const opened = new Set<string>();
      const { world, after } = await sell(
        async (story, sale) => {
          arm();
          for (let tap = 0; tap < 4; tap += 1) {
            const reply = await story.tap(sale, 'alipay');
            if (reply.kind === 'answer') for (const { id } of reply.value) opened.add(id);
            await story.wait(25_000);
          }
          story.world.simulation.calm();
          expect((await story.start(sale, 'alipay')).nextAction, where).toBeDefined();
          const other = await story.start(sale, 'wechat_pay');
          expect(other.nextAction, where).toBeDefined();
          story.pay(other);
          await story.notify(other);
        },
        { choices, faults },
      );
      expect(opened.size, where).toBe(1);
      expect(world.books.paper.payments.size, where).toBeLessThanOrEqual(1);
      expect(after.attempts, where).toHaveLength(2);
      expect(after.order.state, where).toBe('delivered');
      expect(await wrongsOf(world), where).toEqual([]);
    });
    expect(deaths).toBeGreaterThan(5);
  });
});
