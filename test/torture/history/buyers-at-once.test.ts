import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { later } from '#test/support/builders.ts';
import { type Dynamo, startDynamo } from '#test/support/dynamo.ts';
import { playSeed } from '../play.ts';
import { anEpayTill, type EpayTill } from './support/an-epay-till.ts';
import { loadAll, rush } from './support/rush.ts';
import { tablesInMemory } from './support/tables-in-memory.ts';

let dynamo: Dynamo;
let till: EpayTill;
beforeAll(async () => {
  dynamo = await startDynamo();
  till = anEpayTill(dynamo);
});
afterAll(() => dynamo.stop());

it('T9: 48 buyers at once with a card for each get 48 cards, no apology and no error', async () => {
  const product = await till.sellsByEpay({ cards: 48 });
  const sold = await Promise.all(
    Array.from({ length: 48 }, async () => {
      const sale = await till.buys(product);
      return { sale, answer: await till.confirm(sale.attempt) };
    }),
  );
  await till.settled();
  expect(till.dead).toEqual([]);
  expect(new Set(sold.map(({ answer }) => answer.body))).toEqual(new Set(['success']));
  const after = await loadAll(
    till,
    sold.map(({ sale }) => sale),
  );
  expect(new Set(after.map(({ order }) => order.state))).toEqual(new Set(['delivered']));
  expect(new Set(after.flatMap(({ cards }) => cards.map(({ cardId }) => cardId))).size).toBe(48);
  expect(await till.freeCards(product)).toBe(0);
});

describe('T10: 20 buyers of 10 cards: ten are delivered, and nobody else keeps a debt', () => {
  it('ten can pay at a time; the others are told before they pay', async () => {
    const product = await till.sellsByEpay({ cards: 10 });
    const { sales, refusals } = await rush(till, product, Array(20).fill({}));
    expect(sales).toHaveLength(10);
    expect(refusals).toEqual(Array(10).fill('out_of_stock'));
    await Promise.all(sales.map(({ attempt }) => till.confirm(attempt)));
    await till.settled();
    const after = await loadAll(till, sales);
    expect(after.map(({ order }) => order.state)).toEqual(Array(10).fill('delivered'));
    expect(new Set(after.flatMap(({ cards }) => cards.map(({ cardId }) => cardId))).size).toBe(10);
  });

  it('when all 20 pay after all, ten late, ten are delivered and ten are paid back in full', async () => {
    const shop = anEpayTill(tablesInMemory());
    shop.setPolicies({ outOfStock: { waitHours: 0, afterwards: 'refund' } });
    const product = await shop.sellsByEpay({ cards: 10 });
    const early = await rush(shop, product, Array(10).fill({}));
    shop.setNow(later(901));
    const late = await rush(shop, product, Array(10).fill({}));
    const sales = [...early.sales, ...late.sales];
    expect(sales).toHaveLength(20);
    const answers = await Promise.all(sales.map(({ attempt }) => shop.confirm(attempt)));
    await shop.settled();
    expect(answers.map(({ body }) => body)).toEqual(Array(20).fill('success'));
    const after = await loadAll(shop, sales);
    const delivered = after.filter(({ order }) => order.state === 'delivered');
    const refunding = after.filter(({ order }) => order.state === 'refunding');
    expect([delivered.length, refunding.length]).toEqual([10, 10]);
    expect(new Set(delivered.flatMap(({ cards }) => cards.map(({ cardId }) => cardId))).size).toBe(
      10,
    );
    for (const { order, refunds } of refunding)
      expect(refunds).toMatchObject([{ amount: order.amount, cause: 'out_of_stock' }]);
  });
});

it('T32: no order of events gives a card to two buyers, or one buyer two', async () => {
  const setting = { cardKind: 'unique', cards: 1, buyers: 3, quantity: 1 } as const;
  for (let seed = 1; seed <= 150; seed += 1) {
    const { violations } = await playSeed(seed, { setting });
    expect({ seed, violations }).toEqual({ seed, violations: [] });
  }
});
