import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type CreateOrderRequest, createOrder } from '#shared/application/orders/create-order.ts';
import { METRICS } from '#shared/contract/metrics.ts';
import { AppError } from '#shared/domain/errors/app-error.ts';
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
  till = aTill(dynamo);
});

type Wish = Partial<CreateOrderRequest>;
const LI: Wish = { contact: 'li@example.com', buyerIp: '203.0.113.7', buyerDevice: 'device-li' };
const WANG: Wish = { contact: 'wang@example.com', buyerIp: '203.0.113.8', buyerDevice: 'device-w' };

/** `ok`, or the code of the refusal. */
const tries = async (product: Product, wish: Wish): Promise<string> => {
  try {
    await till.order(product, wish);
    return 'ok';
  } catch (error) {
    if (error instanceof AppError) return error.code;
    throw error;
  }
};
/** How many orders the buyer gets before one is refused. */
const ordersUntilRefused = async (product: Product, wish: Wish): Promise<number> => {
  for (let count = 0; ; count += 1) {
    const answer = await tries(product, wish);
    if (answer === 'ok') continue;
    expect(answer).toBe('buyer_holds_too_much');
    return count;
  }
};

const buyerItems = async (product: Product) => {
  const { Items = [] } = await dynamo.documents.send(
    new ScanCommand({
      TableName: dynamo.tables.inventory,
      FilterExpression: 'contains(pk, :buyer)',
      ExpressionAttributeValues: { ':buyer': `${product.id}#buyer#` },
    }),
  );
  return Items;
};

describe('the unpaid orders of one buyer', () => {
  it.each([
    ['a small stock', 10, 1, 5],
    ['an odd one', 11, 1, 6],
    ['a large one, of which only the first cards are looked at', 100, 5, 10],
    ['one that several lanes hold', 40, 4, 5, 4],
  ])('hold half of %s and no more', async (_name, cards, quantity, orders, stockLanes = 1) => {
    const product = await till.sells({ cards, stockLanes });
    expect(await ordersUntilRefused(product, { ...LI, quantity })).toBe(orders);
    expect(await tries(product, { ...WANG, quantity })).toBe('ok');
    expect(till.counted.get(METRICS.buyerHoldsTooMuch)).toBe(1);
  });

  it('hold as much as the shop allows', async () => {
    till.setPolicies({ stockShare: { percent: 20, countBy: ['contact'] } });
    expect(await ordersUntilRefused(await till.sells({ cards: 30 }), LI)).toBe(6);
    till.setPolicies({ stockShare: { percent: 90, countBy: ['contact'] } });
    expect(await ordersUntilRefused(await till.sells({ cards: 21 }), LI)).toBe(19);
  });

  it('are refused with what the buyer can do about it', async () => {
    const product = await till.sells({ cards: 2 });
    await till.order(product, LI);
    await expect(till.order(product, LI)).rejects.toMatchObject({
      code: 'buyer_holds_too_much',
      param: 'quantity',
      retryAfterSeconds: 60,
      message: expect.stringContaining('hold 1 of this product'),
    });
    expect(await till.freeCards(product)).toBe(1);
  });

  it('may be one that is larger than the share: the product limits it', async () => {
    const product = await till.sells({ cards: 4 });
    expect(await tries(product, { ...LI, quantity: 4 })).toBe('ok');
    till.setNow(later(900));
    expect(await tries(product, { ...LI, quantity: 4 })).toBe('ok');
  });

  it.each([
    ['contact', { contact: ' LI@example.com' }],
    ['address', { buyerIp: LI.buyerIp }],
    ['device', { buyerDevice: LI.buyerDevice }],
  ])('are one buyer’s by any mark they share: the same %s', async (_name, wish) => {
    const product = await till.sells({ cards: 2 });
    await till.order(product, LI);
    expect(await tries(product, { ...WANG, ...wish })).toBe('buyer_holds_too_much');
    expect(await tries(product, WANG)).toBe('ok');
  });

  it('are different buyers’ by marks that the shop does not count', async () => {
    till.setPolicies({ stockShare: { percent: 50, countBy: ['contact'] } });
    const product = await till.sells({ cards: 2 });
    await till.order(product, LI);
    expect(await tries(product, { ...LI, contact: WANG.contact })).toBe('ok');
  });

  it('of one product do not count for another', async () => {
    const [one, other] = [await till.sells({ cards: 2 }), await till.sells({ cards: 2 })];
    await till.order(one, LI);
    expect(await tries(other, LI)).toBe('ok');
  });

  it('count no more once they are paid', async () => {
    const product = await till.sells({ cards: 3 });
    for (let sold = 0; sold < 3; sold += 1) {
      const order = await till.order(product, LI);
      await till.report(order, await till.attempt(order));
    }
    expect(await till.freeCards(product)).toBe(0);
  });

  it.each(['expired', 'cancelled'])('count no more once they are %s', async (how) => {
    const product = await till.sells({ cards: 2 });
    const order = await till.order(product, LI);
    expect(await tries(product, LI)).toBe('buyer_holds_too_much');
    if (how === 'expired') till.setNow(later(900));
    else await till.tell(order, { kind: 'cancel', actor: 'key', reason: undefined });
    expect(await ordersUntilRefused(product, LI)).toBe(1);
  });

  it('never hold more than the share, also when 32 of them come at once', async () => {
    const product = await till.sells({ cards: 20 });
    const answers = await Promise.all(Array.from({ length: 32 }, () => tries(product, LI)));
    const accepted = answers.filter((answer) => answer === 'ok').length;
    expect(accepted).toBeLessThanOrEqual(10);
    expect(accepted).toBeGreaterThan(0);
    for (const answer of answers)
      expect(['ok', 'buyer_holds_too_much', 'concurrent_change']).toContain(answer);
    expect(20 - (await till.freeCards(product))).toBe(accepted);
    expect(await ordersUntilRefused(product, LI)).toBe(10 - accepted);
  });

  it('never hold more than the share while others of them expire', async () => {
    const product = await till.sells({ cards: 12 });
    const orders: Order[] = [];
    for (let count = 0; count < 6; count += 1)
      orders.push(await till.order(product, { ...LI, expiresInSeconds: count < 3 ? 60 : 900 }));
    till.setNow(later(60));
    const answers = await Promise.all(Array.from({ length: 24 }, () => tries(product, LI)));
    let held = 3 + answers.filter((answer) => answer === 'ok').length;
    expect(held).toBeLessThanOrEqual(6);
    for (const order of orders) await till.tell(order, { kind: 'expire' });
    held += await ordersUntilRefused(product, LI);
    expect(held).toBe(6);
  });
});

describe('nothing is noted of a buyer', () => {
  it('where the shop lets everybody hold everything', async () => {
    till.setPolicies({ stockShare: { percent: 100, countBy: ['contact', 'ip', 'device'] } });
    const product = await till.sells({ cards: 3 });
    for (let count = 0; count < 3; count += 1) await till.order(product, LI);
    expect(await buyerItems(product)).toEqual([]);
  });

  it('of whom nothing is known', async () => {
    const product = await till.sells({ cards: 3 });
    for (let count = 0; count < 3; count += 1) await till.order(product);
    expect(await buyerItems(product)).toEqual([]);
  });

  it.each(['loop', 'manual'] as const)(
    'for a %s product, which has no stock to hold',
    async (cardKind) => {
      const product = await till.sells({ cards: 1, cardKind });
      for (let count = 0; count < 3; count += 1) await till.order(product, LI);
      expect(await buyerItems(product)).toEqual([]);
    },
  );

  it('that could be read: what is kept are hashes, and they are cleared away', async () => {
    const product = await till.sells({ cards: 3 });
    await createOrder(till.shopDeps, till.wants(product, LI));
    const items = await buyerItems(product);
    expect(items).toHaveLength(3);
    const text = JSON.stringify(items, (_key, value) =>
      value instanceof Set ? [...value] : value,
    );
    for (const mark of Object.values(LI)) expect(text).not.toContain(String(mark));
    for (const { expiresAtSeconds } of items)
      expect(expiresAtSeconds).toBe(later(900 + 86_400).getTime() / 1000);
  });
});
