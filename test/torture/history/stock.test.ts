import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readStock } from '#functions/delivery/read-stock.ts';
import { dynamoHoldCounter } from '#shared/adapters/dynamodb/hold-counter.ts';
import { presentOrder } from '#shared/application/orders/present-order.ts';
import { DEFAULT_PAYMENT_POLICIES } from '#shared/domain/policies/payment-policies.ts';
import { type CardKind, cardKindSchema, type Product } from '#shared/domain/products/product.ts';
import { systemRuntime } from '#shared/platform/runtime.ts';
import { aTenant, later } from '#test/support/builders.ts';
import { anApi } from '#test/support/http-call.ts';
import { anEpayTill } from './support/an-epay-till.ts';
import { rush } from './support/rush.ts';
import { stored } from './support/stored.ts';
import { MINUTE } from './support/story.ts';
import { tablesInMemory } from './support/tables-in-memory.ts';
import { sell } from './support/tell.ts';

/** A shop in memory, and its stock as the API tells it. */
const aStockApi = () => {
  const tables = tablesInMemory();
  const shop = anEpayTill(tables);
  const as = { tenant: aTenant(), keyId: systemRuntime.newId('apiKey') };
  const holds = dynamoHoldCounter({ documents: tables.documents, tableName: tables.tables.orders });
  const { inventory, deps } = shop;
  const call = anApi([readStock({ inventory, holds, runtime: deps.runtime })], { callers: [as] });
  const stockOf = ({ id }: Product) =>
    call({ method: 'GET', path: `/v1/products/${id}/stock`, as });
  return { shop, tenant: as.tenant, stockOf };
};

describe('T3: who pays when nothing is left waits or gets the money back, and is never "delivered"', () => {
  /** One card, two buyers: the first lets the time run out, the second buys, then the first pays. */
  const paysTooLate = async (waitHours: number, cardsThatCome: number) => {
    const states: string[] = [];
    const sold = await sell(
      async (story, sale) => {
        // Its provider cannot close a payment, so that it can be paid ever after.
        const attempt = await story.start(sale, 'wechat_pay');
        await story.wait(16 * MINUTE);
        const other = await story.order('wang@example.com');
        const paid = await story.start(other);
        story.pay(paid);
        await story.notify(paid);
        await story.wait(MINUTE);
        story.pay(attempt);
        for (let time = 0; time < 3; time += 1) await story.notify(attempt);
        await story.wait(1_000);
        states.push(stored(story.world, sale).order.state);
        await story.restock(cardsThatCome);
        story.sweep();
      },
      {
        setting: {
          policies: {
            ...DEFAULT_PAYMENT_POLICIES,
            outOfStock: { waitHours, afterwards: 'refund' },
          },
        },
      },
    );
    return { ...sold, states: [...states, sold.after.order.state] };
  };

  it('waits in a state of its own, and is delivered when cards come', async () => {
    const { states, after, back } = await paysTooLate(24, 1);
    expect(states).toEqual(['awaiting_stock', 'delivered']);
    expect(after.cards).toHaveLength(1);
    expect(back).toEqual([]);
  });

  it('gets all of it back where nobody waits, once, and the merchant hears of no delivery', async () => {
    const { after, back, events } = await paysTooLate(0, 0);
    expect(after).toMatchObject({ order: { state: 'refunded' }, cards: [] });
    expect(back).toEqual([1_000]);
    expect(events.map(({ type }) => type)).not.toContain('order.delivered');
  });
});

describe('T7: the unpaid orders of one buyer never hold more than the shop’s share of a product', () => {
  const LI = { contact: 'li@example.com', buyerIp: '203.0.113.7', buyerDevice: 'device-of-li' };

  it.each([
    ['address', { buyerIp: LI.buyerIp }],
    ['contact', { contact: LI.contact }],
    ['device', { buyerDevice: LI.buyerDevice }],
  ])('by their %s, also when 24 of them come at once', async (_name, mark) => {
    const shop = anEpayTill(tablesInMemory());
    const product = await shop.sellsByEpay({ cards: 20 });
    const one = await rush(shop, product, Array(24).fill(mark));
    expect(one.sales.length).toBeLessThanOrEqual(10);
    // Who met others is told to try again: one after another they get all of the share, and no more.
    for (let tries = 0; tries < 12; tries += 1)
      one.sales.push(...(await rush(shop, product, [mark])).sales);
    expect(one.sales).toHaveLength(10);
    expect((await rush(shop, product, [mark])).refusals).toEqual(['buyer_holds_too_much']);
    const others = await rush(shop, product, [{ buyerIp: '203.0.113.99' }, {}]);
    expect(others.sales).toHaveLength(2);
  });
});

it('T8: cards of orders that ran out are sold again, and shown as stock, although no sweeper ever ran', async () => {
  const { shop, tenant, stockOf } = aStockApi();
  const product = await shop.sellsByEpay({ cards: 3, tenant });
  const stock = async () => (await stockOf(product)).json;
  const first = await shop.buys(product, { quantity: 3 });
  expect(await stock()).toMatchObject({ available: 0, reserved: 3 });
  expect((await rush(shop, product, [{}])).refusals).toEqual(['out_of_stock']);
  shop.setNow(later(900));
  expect(await stock()).toMatchObject({ available: 3, reserved: 0 });
  expect(presentOrder(await shop.load(first.order), undefined, later(900)).state).toBe('expired');
  const second = await shop.buys(product, { quantity: 3 });
  expect(second.cards).toEqual(first.cards);
});

describe('T33: stock without an end is never a number, and never runs out', () => {
  const endless: CardKind[] = cardKindSchema.options.filter((kind) => kind !== 'unique');

  it('whatever is ordered of it, the API says "unlimited"', async () => {
    const { shop, tenant, stockOf } = aStockApi();
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...endless),
        fc.integer({ min: 1, max: 3 }),
        fc.array(fc.integer({ min: 1, max: 50 }), { maxLength: 6 }),
        async (cardKind, cards, quantities) => {
          const product = await shop.sellsByEpay({
            cardKind,
            cards: cardKind === 'manual' ? 0 : cards,
            tenant,
          });
          const { sales } = await rush(
            shop,
            product,
            quantities.map((quantity) => ({ quantity, buyerIp: '203.0.113.7' })),
          );
          expect(sales).toHaveLength(quantities.length);
          const reply = await stockOf(product);
          expect(reply.json).toMatchObject({ unlimited: true, available: null, sold: null });
          expect(reply.text).not.toMatch(/-1|"available":0/);
        },
      ),
      { numRuns: 30, seed: 20_261_101 },
    );
  });
});
