import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dynamoOrderStore } from '#shared/adapters/dynamodb/order-store.ts';
import { newOrder } from '#shared/domain/orders/new-order.ts';
import type { Order } from '#shared/domain/orders/order.ts';
import type { Product } from '#shared/domain/products/product.ts';
import { systemRuntime } from '#shared/platform/runtime.ts';
import { type Dynamo, startDynamo } from '#test/support/dynamo.ts';
import { aDeliveryApi, errorCode } from './delivery-api.ts';

let dynamo: Dynamo;
let api: ReturnType<typeof aDeliveryApi>;
beforeAll(async () => {
  dynamo = await startDynamo();
  api = aDeliveryApi(dynamo);
});
afterAll(() => dynamo.stop());

const stockOf = async (productId: string, as = api.owner) =>
  api.call({ method: 'GET', path: `/v1/products/${productId}/stock`, as });

const MINUTE = 60_000;

/** An order that took its cards `minutesAgo` and holds them for a quarter of an hour. */
const holds = async (productId: string, quantity: number, minutesAgo = 0): Promise<Order> => {
  const orders = dynamoOrderStore(dynamo.documents, dynamo.tables);
  const shelf = await api.inventory.readShelf(api.owner.tenant, productId, {
    lane: 0,
    window: quantity,
  });
  const order = newOrder({
    id: systemRuntime.newId('order'),
    product: shelf?.product as Product,
    quantity,
    contact: undefined,
    buyerIp: undefined,
    returnUrl: undefined,
    metadata: {},
    checkoutSecretHash: 'none',
    expiresInSeconds: 900,
    now: new Date(Date.now() - minutesAgo * MINUTE),
  });
  const cards = { kind: 'take' as const, cards: shelf?.cards ?? [] };
  expect(await orders.record({ order, previousVersion: 0, cards })).toEqual({ kind: 'recorded' });
  return order;
};

describe('GET /v1/products/{id}/stock', () => {
  test('200: free, reserved and sold; what is held beyond its time can be sold', async () => {
    const id = await api.aProductId({ low_stock_threshold: 3 });
    await api.imports(id, { cards: Array.from({ length: 20 }, (_, index) => `C${index}`) });
    await holds(id, 2);
    await holds(id, 3);
    await holds(id, 4, 60);
    const paid = await holds(id, 5);
    const orders = dynamoOrderStore(dynamo.documents, dynamo.tables);
    const delivered: Order = {
      ...paid,
      state: 'delivered',
      reservation: 'sold',
      version: paid.version + 1,
    };
    await orders.record({ order: delivered, previousVersion: paid.version });
    const reply = await stockOf(id);
    expect(reply.status).toBe(200);
    expect(reply.json).toEqual({
      object: 'stock',
      product: id,
      available: 10,
      reserved: 5,
      sold: 5,
      unlimited: false,
      low_stock_threshold: 3,
    });
  });

  test('200: more holds than one page of keys are all counted', async () => {
    const id = await api.aProductId();
    await api.imports(id, { cards: Array.from({ length: 130 }, (_, index) => `C${index}`) });
    for (let order = 0; order < 120; order += 1) await holds(id, 1);
    expect((await stockOf(id)).json).toMatchObject({ available: 10, reserved: 120, sold: 0 });
  });

  test.each([
    ['unique without cards', 'unique', 0, { available: 0, sold: 0, unlimited: false }],
    ['loop without cards', 'loop', 0, { available: 0, sold: null, unlimited: false }],
    ['loop with a card', 'loop', 1, { available: null, sold: null, unlimited: true }],
    ['delivered by hand', 'manual', 0, { available: null, sold: null, unlimited: true }],
  ])('200: %s', async (_title, kind, cards, expected) => {
    const id = await api.aProductId({ card_kind: kind });
    if (cards) await api.imports(id, { cards: ['A'] });
    expect((await stockOf(id)).json).toMatchObject({ ...expected, reserved: 0 });
  });

  test('404: an unknown product, and another merchant’s', async () => {
    const id = await api.aProductId();
    for (const reply of [
      await stockOf(systemRuntime.newId('product')),
      await stockOf(id, api.stranger),
      await stockOf(id, api.ownerLive),
    ]) {
      expect(reply.status).toBe(404);
      expect(errorCode(reply)).toBe('not_found');
    }
  });
});
