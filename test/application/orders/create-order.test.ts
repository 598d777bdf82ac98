import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changeOrder } from '#shared/application/orders/change-order.ts';
import { createOrder } from '#shared/application/orders/create-order.ts';
import { AppError } from '#shared/domain/errors/app-error.ts';
import { parseCheckoutToken } from '#shared/domain/orders/checkout-token.ts';
import { aTenant, later, NOW } from '#test/support/builders.ts';
import { type Dynamo, startDynamo } from '#test/support/dynamo.ts';
import { aShop } from '#test/support/shop.ts';

let dynamo: Dynamo;
let shop: ReturnType<typeof aShop>;
beforeAll(async () => {
  dynamo = await startDynamo();
  shop = aShop(dynamo);
});
afterAll(() => dynamo.stop());

const codeOf = async (promise: Promise<unknown>): Promise<string> => {
  try {
    await promise;
    return 'no error';
  } catch (error) {
    return error instanceof AppError ? error.code : `unexpected ${error}`;
  }
};

describe('creating an order', () => {
  it('takes the first cards in the order they were imported, and its token opens it', async () => {
    const product = await shop.sells({ cards: 10 });
    const first = await createOrder(shop.deps, shop.wants(product, { quantity: 3 }));
    const second = await createOrder(shop.deps, shop.wants(product));
    expect(first.created.cards.map(({ position }) => position)).toEqual([
      '000000000000',
      '000000000001',
      '000000000002',
    ]);
    expect(second.created.cards.map(({ position }) => position)).toEqual(['000000000003']);
    expect(await shop.freeCards(product)).toBe(6);
    expect(parseCheckoutToken(first.checkoutToken)).toMatchObject({
      tenant: product.tenant,
      orderId: first.created.order.id,
    });
    const stored = await shop.deps.orders.load(product.tenant, first.created.order.id);
    expect(stored).toEqual(first.created);
  });

  it('sells 40 cards to 64 buyers at once exactly once each and tells the other 24 that stock is out', async () => {
    const product = await shop.sells({ cards: 40 });
    const results = await Promise.allSettled(
      Array.from({ length: 64 }, () => createOrder(shop.deps, shop.wants(product))),
    );
    const sold = results.flatMap((result) =>
      result.status === 'fulfilled' ? result.value.created.cards.map(({ cardId }) => cardId) : [],
    );
    const refused = results.flatMap((result) =>
      result.status === 'rejected' ? [result.reason.code] : [],
    );
    expect(new Set(sold).size).toBe(40);
    expect(sold).toHaveLength(40);
    expect(refused).toEqual(Array(24).fill('out_of_stock'));
    expect(await shop.freeCards(product)).toBe(0);
  });

  it('gives each of 64 buyers a card of their own when there is stock for all', async () => {
    const product = await shop.sells({ cards: 64, stockLanes: 4 });
    const orders = await Promise.all(
      Array.from({ length: 64 }, () => createOrder(shop.deps, shop.wants(product))),
    );
    expect(
      new Set(orders.flatMap(({ created }) => created.cards.map(({ cardId }) => cardId))).size,
    ).toBe(64);
  });

  it('takes 50 cards in one transaction and refuses 51', async () => {
    const product = await shop.sells({ cards: 60 });
    expect(
      (await createOrder(shop.deps, shop.wants(product, { quantity: 50 }))).created.cards,
    ).toHaveLength(50);
    expect(await codeOf(createOrder(shop.deps, shop.wants(product, { quantity: 51 })))).toBe(
      'invalid_parameter',
    );
  });

  it('refuses a quantity outside the product’s limits, an archived product and another tenant’s product', async () => {
    const product = await shop.sells({ cards: 5, minQuantity: 2, maxQuantity: 3 });
    expect(await codeOf(createOrder(shop.deps, shop.wants(product)))).toBe('invalid_parameter');
    expect(await codeOf(createOrder(shop.deps, shop.wants(product, { quantity: 4 })))).toBe(
      'invalid_parameter',
    );
    expect(await codeOf(createOrder(shop.deps, shop.wants(product, { tenant: aTenant() })))).toBe(
      'not_found',
    );
    const archived = await shop.sells({ cards: 1, status: 'archived' });
    expect(await codeOf(createOrder(shop.deps, shop.wants(archived)))).toBe('product_unavailable');
  });

  it('hands the same reusable card to everybody and never runs out', async () => {
    const product = await shop.sells({ cards: 1, cardKind: 'loop' });
    const orders = await Promise.all(
      Array.from({ length: 20 }, () =>
        createOrder(shop.deps, shop.wants(product, { quantity: 2 })),
      ),
    );
    expect(
      new Set(orders.flatMap(({ created }) => created.cards.map(({ cardId }) => cardId))).size,
    ).toBe(1);
    expect(await shop.freeCards(product)).toBe(1);
  });

  it('needs no stock for a manual product', async () => {
    const product = await shop.sells({ cards: 0, cardKind: 'manual' });
    expect((await createOrder(shop.deps, shop.wants(product))).created.order.reservation).toBe(
      'none',
    );
  });

  it('sells the cards of expired orders again although no sweeper ever ran', async () => {
    const product = await shop.sells({ cards: 3 });
    const { created } = await createOrder(shop.deps, shop.wants(product, { quantity: 3 }));
    expect(await codeOf(createOrder(shop.deps, shop.wants(product)))).toBe('out_of_stock');
    shop.setNow(later(901));
    const again = await createOrder(shop.deps, shop.wants(product, { quantity: 3 }));
    expect(again.created.cards).toEqual(created.cards);
    expect((await shop.deps.orders.load(product.tenant, created.order.id))?.order.state).toBe(
      'expired',
    );
    shop.setNow(NOW);
  });

  it.each([
    ['a low threshold', 4, 1, 6],
    ['a high threshold', 40, 1, 42],
    ['several lanes', 30, 4, 33],
  ])(
    'announces low stock when it falls below the threshold and not before: %s',
    async (_name, lowStockThreshold, stockLanes, cards) => {
      const product = await shop.sells({ cards, lowStockThreshold, stockLanes });
      const notified = async () =>
        (await shop.inventory.readProduct(product.tenant, product.id))?.lowStockNotified;
      for (let sold = 1; sold <= cards - lowStockThreshold; sold += 1) {
        await createOrder(shop.deps, shop.wants(product));
        expect(await notified()).toBe(false);
      }
      await createOrder(shop.deps, shop.wants(product));
      expect(await notified()).toBe(true);
    },
  );

  it('serves 64 buyers of ten cards each at once, without refusing anybody while there is stock', async () => {
    const product = await shop.sells({ cards: 640 });
    const orders = await Promise.all(
      Array.from({ length: 64 }, () =>
        createOrder(shop.deps, shop.wants(product, { quantity: 10 })),
      ),
    );
    expect(
      new Set(orders.flatMap(({ created }) => created.cards.map(({ cardId }) => cardId))).size,
    ).toBe(640);
  });
});

describe('an order that ends', () => {
  it('puts its cards back where they were, so that the oldest is sold next', async () => {
    const product = await shop.sells({ cards: 3 });
    const { created } = await createOrder(shop.deps, shop.wants(product));
    await createOrder(shop.deps, shop.wants(product));
    await changeOrder(shop.deps, {
      tenant: product.tenant,
      orderId: created.order.id,
      event: { kind: 'cancel', actor: 'key', reason: undefined },
    });
    const next = await createOrder(shop.deps, shop.wants(product));
    expect(next.created.cards).toEqual(created.cards);
  });

  it('is ended once by 16 who try at the same time', async () => {
    const product = await shop.sells({ cards: 1 });
    const { created } = await createOrder(shop.deps, shop.wants(product));
    const results = await Promise.all(
      Array.from({ length: 16 }, () =>
        changeOrder(shop.deps, {
          tenant: product.tenant,
          orderId: created.order.id,
          event: { kind: 'cancel', actor: 'key', reason: undefined },
        }),
      ),
    );
    expect(results.filter(({ kind }) => kind === 'changed')).toHaveLength(1);
    expect(await shop.freeCards(product)).toBe(1);
  });
});
