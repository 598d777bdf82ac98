import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemRuntime } from '#shared/platform/runtime.ts';
import { type Dynamo, startDynamo } from '#test/support/dynamo.ts';
import { anOrdersApi } from '#test/support/orders-api.ts';

let dynamo: Dynamo;
let api: ReturnType<typeof anOrdersApi>;
beforeAll(async () => {
  dynamo = await startDynamo();
  api = anOrdersApi(dynamo);
});
afterAll(() => dynamo.stop());

const create = (body: unknown, as = api.owner) =>
  api.call({ method: 'POST', path: '/v1/orders', body, as });

describe('POST /v1/orders', () => {
  it('201: an order that holds its cards, with a checkout link and without the cards', async () => {
    const product = await api.shop.sells({ cards: 5, tenant: api.owner.tenant });
    const reply = await create({
      product: product.id,
      quantity: 2,
      contact: 'a@b.cn',
      metadata: { shop_order: '7' },
    });
    expect(reply.status).toBe(201);
    expect(reply.json).toMatchObject({
      object: 'order',
      mode: 'test',
      state: 'awaiting_payment',
      reservation: 'held',
      amount: 1_980,
      currency: 'CNY',
      delivery: null,
      metadata: { shop_order: '7' },
    });
    expect(reply.json.checkout_url).toMatch(/^https:\/\/pay\.example\.com\/checkout\/t[\w-]{70,}$/);
    expect(reply.text).not.toMatch(/card_[0-9a-z]{26}/);
  });

  it.each([
    ['no product', {}, 'missing_parameter', 'product'],
    ['a quantity of 0', { quantity: 0 }, 'invalid_parameter', 'quantity'],
    ['a quantity of 51', { quantity: 51 }, 'invalid_parameter', 'quantity'],
    ['a quantity that is text', { quantity: '2' }, 'invalid_parameter', 'quantity'],
    ['half a card', { quantity: 1.5 }, 'invalid_parameter', 'quantity'],
    [
      'a return address that is no web address',
      { return_url: 'javascript:alert(1)' },
      'invalid_parameter',
      'return_url',
    ],
    ['an address that is no IP', { buyer_ip: '999.1.1.1' }, 'invalid_parameter', 'buyer_ip'],
    ['a field nobody knows', { coupon: 'X' }, 'unknown_parameter', 'coupon'],
  ])('400: %s', async (_name, changes, code, param) => {
    const product = systemRuntime.newId('product');
    const reply = await create(Object.keys(changes).length === 0 ? {} : { product, ...changes });
    expect(reply.status).toBe(400);
    expect(reply.json.error).toMatchObject({ code, param });
  });

  it('401: without a key', async () => {
    expect((await api.call({ method: 'POST', path: '/v1/orders', body: {} })).status).toBe(401);
  });

  it('404: a product that does not exist, that is another merchant’s, and that is in the other mode', async () => {
    const product = await api.shop.sells({ cards: 1, tenant: api.owner.tenant });
    const replies = [
      await create({ product: systemRuntime.newId('product') }),
      await create({ product: product.id }, api.stranger),
      await create({ product: product.id }, api.sameMerchantLive),
    ];
    for (const reply of replies) {
      expect(reply.status).toBe(404);
      expect(reply.json.error.message).toBe('No such product.');
    }
  });

  it('409: out of stock, which may be tried again', async () => {
    const product = await api.shop.sells({ cards: 1, tenant: api.owner.tenant });
    const reply = await create({ product: product.id, quantity: 2 });
    expect(reply.status).toBe(409);
    expect(reply.json.error).toMatchObject({ code: 'out_of_stock', retryable: true });
  });
});
