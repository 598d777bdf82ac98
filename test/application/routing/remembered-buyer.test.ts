import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dynamoBuyerHabits } from '#shared/adapters/dynamodb/buyer-habits.ts';
import { createOrder } from '#shared/application/orders/create-order.ts';
import type { BuyerHabitReader } from '#shared/application/ports/buyer-habits.ts';
import { tenantKey } from '#shared/domain/identity/tenant.ts';
import { buyerKeyText } from '#shared/domain/orders/buyer-habit.ts';
import { systemRuntime } from '#shared/platform/runtime.ts';
import { CHANNEL_A, NOW } from '#test/support/builders.ts';
import { type Dynamo, startDynamo } from '#test/support/dynamo.ts';
import { aShop } from '#test/support/shop.ts';

let dynamo: Dynamo;
let shop: ReturnType<typeof aShop>;
beforeAll(async () => {
  dynamo = await startDynamo();
  shop = aShop(dynamo);
});
afterAll(() => dynamo?.stop());

type Product = Awaited<ReturnType<typeof shop.sells>>;
const buy = async (
  product: Product,
  contact: string | undefined,
  habits: BuyerHabitReader | undefined,
) => {
  const { created } = await createOrder(
    { ...shop.deps, ...(habits ? { habits } : {}) },
    shop.wants(product, { contact }),
  );
  const stored = await shop.deps.orders.load(product.tenant, created.order.id);
  return stored?.order.buyer;
};

const keyOf = (product: Product, contact: string): string =>
  systemRuntime.sha256(buyerKeyText(tenantKey(product.tenant), contact));

describe('an order', () => {
  test('remembers where and how its buyer paid last, however the contact is typed', async () => {
    const product = await shop.sells({ cards: 3 });
    const habits = dynamoBuyerHabits(
      { documents: dynamo.documents, tableName: dynamo.tables.channels },
      () => NOW.getTime(),
    );
    const key = keyOf(product, 'li@example.com');
    expect(await buy(product, 'li@example.com', habits)).toEqual({ key, paidOrders: 0 });
    await habits.notePaid(product.tenant, { key, channelId: CHANNEL_A, method: 'alipay', at: NOW });
    expect(await buy(product, ' Li@Example.COM ', habits)).toEqual({
      key,
      paidOrders: 1,
      preferredChannelId: CHANNEL_A,
      preferredMethod: 'alipay',
    });
  });

  test('is made when the habit cannot be read: the buyer is a new one', async () => {
    const product = await shop.sells({ cards: 1 });
    const warned = shop.warnings.length;
    const buyer = await buy(product, 'li@example.com', {
      readHabit: async () => {
        throw new Error('throttled');
      },
    });
    expect(buyer).toEqual({ key: keyOf(product, 'li@example.com'), paidOrders: 0 });
    expect(shop.warnings.slice(warned)).toEqual(["a buyer's habit could not be read"]);
    expect(await shop.freeCards(product)).toBe(0);
  });

  test('of a buyer without a contact reads no habit and remembers nobody', async () => {
    const product = await shop.sells({ cards: 1 });
    let reads = 0;
    const buyer = await buy(product, undefined, {
      readHabit: async () => {
        reads += 1;
        return undefined;
      },
    });
    expect([buyer, reads]).toEqual([undefined, 0]);
  });

  test('is made where habits are not kept', async () => {
    const product = await shop.sells({ cards: 1 });
    expect(await buy(product, 'li@example.com', undefined)).toMatchObject({ paidOrders: 0 });
  });

  test('keeps the buyer’s key, never the habit of another shop’s buyer of that contact', async () => {
    const [one, other] = [await shop.sells({ cards: 1 }), await shop.sells({ cards: 1 })];
    const habits = dynamoBuyerHabits(
      { documents: dynamo.documents, tableName: dynamo.tables.channels },
      () => NOW.getTime(),
    );
    await habits.notePaid(one.tenant, {
      key: keyOf(one, 'li@example.com'),
      channelId: CHANNEL_A,
      method: 'alipay',
      at: NOW,
    });
    const buyer = await buy(other, 'li@example.com', habits);
    expect(buyer?.key).not.toBe(keyOf(one, 'li@example.com'));
    expect(buyer).toEqual({ key: keyOf(other, 'li@example.com'), paidOrders: 0 });
  });
});
