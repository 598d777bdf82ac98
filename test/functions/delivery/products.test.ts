import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { productObject } from '#shared/contract/api/delivery.ts';
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

const create = (body: unknown, as = api.owner) =>
  api.call({ method: 'POST', path: '/v1/products', body, as });
const read = (id: string, as = api.owner) =>
  api.call({ method: 'GET', path: `/v1/products/${id}`, as });
const update = (id: string, body: unknown, as = api.owner) =>
  api.call({ method: 'PATCH', path: `/v1/products/${id}`, body, as });
const list = (query = '', as = api.owner) =>
  api.call({ method: 'GET', path: '/v1/products', query, as });

const minimal = { name: 'Game card', price_amount: 990, currency: 'CNY' };

describe('POST /v1/products', () => {
  test('201: a minimal product gets the documented defaults', async () => {
    const reply = await create(minimal);
    expect(reply.status).toBe(201);
    expect(productObject.parse(reply.json)).toMatchObject({
      ...minimal,
      mode: 'test',
      description: '',
      min_quantity: 1,
      max_quantity: 10,
      card_kind: 'unique',
      status: 'active',
      low_stock_threshold: 10,
      stock_lanes: 1,
    });
    expect((await read(reply.json.id)).json).toEqual(reply.json);
  });

  test.each([
    ['no name', { ...minimal, name: undefined }, 'missing_parameter', 'name'],
    ['a blank name', { ...minimal, name: '  ' }, 'invalid_parameter', 'name'],
    ['a price of nothing', { ...minimal, price_amount: 0 }, 'invalid_parameter', 'price_amount'],
    ['a broken price', { ...minimal, price_amount: 9.9 }, 'invalid_parameter', 'price_amount'],
    ['a price as text', { ...minimal, price_amount: '990' }, 'invalid_parameter', 'price_amount'],
    ['an unknown currency', { ...minimal, currency: 'XXX' }, 'invalid_parameter', 'currency'],
    ['51 at once', { ...minimal, max_quantity: 51 }, 'invalid_parameter', 'max_quantity'],
    ['17 lanes', { ...minimal, stock_lanes: 17 }, 'invalid_parameter', 'stock_lanes'],
    ['a typing error', { ...minimal, pirce: 1 }, 'unknown_parameter', 'pirce'],
    [
      'a minimum above the maximum',
      { ...minimal, min_quantity: 5, max_quantity: 4 },
      'invalid_parameter',
      'min_quantity',
    ],
  ])('400: %s is refused with the name of the field', async (_title, body, code, param) => {
    const reply = await create(body);
    expect(reply.status).toBe(400);
    expect(reply.json.error).toMatchObject({ code, param });
  });

  test('400: a body that is no JSON', async () => {
    expect(errorCode(await create('{"name":'))).toBe('invalid_json');
  });

  test('401: without a key', async () => {
    const reply = await api.call({ method: 'POST', path: '/v1/products', body: minimal });
    expect(reply.status).toBe(401);
  });
});

describe('GET /v1/products/{id}', () => {
  test("404: an unknown id, a malformed one, another merchant's and the other mode's look the same", async () => {
    const id = await api.aProductId();
    const replies = [
      await read(systemRuntime.newId('product')),
      await read('prod_1'),
      await read(id, api.stranger),
      await read(id, api.ownerLive),
    ];
    for (const reply of replies) {
      expect(reply.status).toBe(404);
      expect(errorCode(reply)).toBe('not_found');
    }
  });
});

describe('PATCH /v1/products/{id}', () => {
  test('200: changes what was sent and nothing else', async () => {
    const id = await api.aProductId({ max_quantity: 5 });
    const before = (await read(id)).json;
    const reply = await update(id, { price_amount: 1_200, status: 'archived', description: 'x' });
    expect(reply.status).toBe(200);
    expect(reply.json).toEqual({
      ...before,
      price_amount: 1_200,
      status: 'archived',
      description: 'x',
      updated_at: reply.json.updated_at,
    });
    expect((await read(id)).json).toEqual(reply.json);
  });

  test('200: edits that meet are both kept', async () => {
    const id = await api.aProductId();
    const replies = await Promise.all([
      update(id, { name: 'Renamed' }),
      update(id, { price_amount: 1 }),
      update(id, { max_quantity: 2 }),
    ]);
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect((await read(id)).json).toMatchObject({
      name: 'Renamed',
      price_amount: 1,
      max_quantity: 2,
    });
  });

  test.each([
    ['a new currency without its price', { currency: 'USD' }, 'missing_parameter', 'price_amount'],
    ['fewer lanes', { stock_lanes: 1 }, 'invalid_parameter', 'stock_lanes'],
    ['a minimum above the maximum', { min_quantity: 11 }, 'invalid_parameter', 'min_quantity'],
    ['another card kind', { card_kind: 'loop' }, 'unknown_parameter', 'card_kind'],
  ])('400: %s', async (_title, body, code, param) => {
    const id = await api.aProductId({ stock_lanes: 2 });
    const reply = await update(id, body);
    expect(reply.status).toBe(400);
    expect(reply.json.error).toMatchObject({ code, param });
    expect((await read(id)).json.updated_at).toBe((await read(id)).json.created_at);
  });

  test("404: another merchant's product stays as it is", async () => {
    const id = await api.aProductId();
    expect((await update(id, { name: 'Mine now' }, api.stranger)).status).toBe(404);
    expect((await read(id)).json.name).toBe('Card');
  });
});

describe('GET /v1/products', () => {
  test('200: pages through the tenant’s products, newest first, and no others', async () => {
    const shop = aDeliveryApi(dynamo);
    const ids = [await shop.aProductId(), await shop.aProductId(), await shop.aProductId()];
    const first = await shop.call({
      method: 'GET',
      path: '/v1/products',
      query: 'limit=2',
      as: shop.owner,
    });
    expect(first.status).toBe(200);
    expect(first.json.data.map(({ id }: { id: string }) => id)).toEqual(
      [...ids].sort().reverse().slice(0, 2),
    );
    expect(first.json.has_more).toBe(true);
    const second = await shop.call({
      method: 'GET',
      path: '/v1/products',
      query: `limit=2&starting_after=${first.json.data[1].id}`,
      as: shop.owner,
    });
    expect(second.json.data).toHaveLength(1);
    expect(second.json.has_more).toBe(false);
  });

  test.each(['limit=0', 'limit=101', 'limit=x', 'starting_after=ord_1', 'page=2'])(
    '400: %s',
    async (query) => {
      expect((await list(query)).status).toBe(400);
    },
  );
});
