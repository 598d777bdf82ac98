import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemRuntime } from '#shared/platform/runtime.ts';
import { later, NOW } from '#test/support/builders.ts';
import { type Dynamo, startDynamo } from '#test/support/dynamo.ts';
import { anOrdersApi } from '#test/support/orders-api.ts';

let dynamo: Dynamo;
let api: ReturnType<typeof anOrdersApi>;
beforeAll(async () => {
  dynamo = await startDynamo();
  api = anOrdersApi(dynamo);
});
afterAll(() => dynamo.stop());

const anOrder = async (
  changes: Parameters<typeof api.shop.sells>[0] = { cards: 2 },
): Promise<string> => {
  const product = await api.shop.sells({ tenant: api.owner.tenant, ...changes });
  return (
    await api.call({
      method: 'POST',
      path: '/v1/orders',
      body: { product: product.id, contact: 'A@b.cn' },
      as: api.owner,
    })
  ).json.id;
};
const read = (id: string, as = api.owner) =>
  api.call({ method: 'GET', path: `/v1/orders/${id}`, as });
const post = (id: string, verb: string, body: unknown, as = api.owner) =>
  api.call({ method: 'POST', path: `/v1/orders/${id}/${verb}`, body, as });
const byHand = { reason: 'paid by bank transfer', actor: 'Wang' };

describe('GET /v1/orders/{id}', () => {
  it('200: the order; 404 for a stranger, the other mode and an id that is none', async () => {
    const id = await anOrder();
    expect((await read(id)).json).toMatchObject({
      id,
      attempts: [],
      timeline: [{ sequence: 1, what: 'created' }],
    });
    expect((await read(id, api.stranger)).status).toBe(404);
    expect((await read(id, api.sameMerchantLive)).status).toBe(404);
    expect((await read('ord_nonsense')).status).toBe(404);
    expect((await read(systemRuntime.newId('order'))).status).toBe(404);
  });

  it('shows an order as expired from that second on, though nobody swept', async () => {
    const id = await anOrder();
    api.shop.setNow(later(900));
    expect((await read(id)).json.state).toBe('expired');
    api.shop.setNow(NOW);
  });
});

describe('POST /v1/orders/{id}/cancel', () => {
  it('200: frees the cards, and again changes nothing', async () => {
    const id = await anOrder();
    expect((await post(id, 'cancel', { reason: 'wrong product' })).json).toMatchObject({
      state: 'cancelled',
      reservation: 'released',
    });
    const again = await post(id, 'cancel', {});
    expect(again.status).toBe(200);
    expect(again.json.timeline).toHaveLength(2);
  });

  it('409: a delivered order; 404: a stranger', async () => {
    const id = await anOrder();
    expect((await post(id, 'cancel', {}, api.stranger)).status).toBe(404);
    await post(id, 'complete', byHand);
    expect((await post(id, 'cancel', {})).json.error.code).toBe('state_conflict');
  });
});

describe('POST /v1/orders/{id}/complete', () => {
  it('200: delivers with reason and actor in the story; again it changes nothing', async () => {
    const id = await anOrder();
    const reply = await post(id, 'complete', byHand);
    expect(reply.json).toMatchObject({
      state: 'delivered',
      delivery: { cards: [{ value: expect.stringMatching(/^card card_/) }] },
    });
    expect(reply.json.timeline).toContainEqual(
      expect.objectContaining({
        what: 'completed_by_hand',
        actor: `Wang (${api.owner.keyId})`,
        detail: byHand.reason,
      }),
    );
    expect((await post(id, 'complete', byHand)).json.timeline).toEqual(reply.json.timeline);
  });

  it('400: without a reason or without an actor', async () => {
    const id = await anOrder();
    expect((await post(id, 'complete', { actor: 'Wang' })).json.error).toMatchObject({
      code: 'missing_parameter',
      param: 'reason',
    });
    expect((await post(id, 'complete', { reason: 'because' })).json.error).toMatchObject({
      code: 'missing_parameter',
      param: 'actor',
    });
  });

  it('delivers an expired order from fresh stock, or says that there is none', async () => {
    const id = await anOrder({ cards: 1 });
    await post(id, 'cancel', {});
    expect((await post(id, 'complete', byHand)).json.state).toBe('delivered');
    const empty = await anOrder({ cards: 1 });
    const product = (await read(empty)).json.product.id;
    await post(empty, 'cancel', {});
    await api.call({ method: 'POST', path: '/v1/orders', body: { product }, as: api.owner });
    expect((await post(empty, 'complete', byHand)).json.error.code).toBe('out_of_stock');
  });

  it('delivers a manual product by what the merchant writes, and asks for it', async () => {
    const id = await anOrder({ cards: 0, cardKind: 'manual' });
    expect((await post(id, 'complete', byHand)).json.error.code).toBe('missing_parameter');
    const reply = await post(id, 'complete', { ...byHand, content: '账号 abc 密码 123' });
    expect(reply.json.delivery).toEqual({ cards: [], content: '账号 abc 密码 123' });
    expect((await read(id)).json.delivery.content).toBe('账号 abc 密码 123');
  });
});

describe('POST /v1/orders/{id}/resend', () => {
  it('202: announces the present state once more; 409 when nothing was ever announced', async () => {
    const id = await anOrder();
    expect((await post(id, 'resend', {})).json.error.code).toBe('state_conflict');
    await post(id, 'complete', byHand);
    expect((await post(id, 'resend', {})).json).toMatchObject({
      object: 'event',
      type: 'order.delivered',
    });
    expect(api.published.at(-1)).toMatchObject({ objectId: id, type: 'order.delivered' });
    expect(JSON.stringify(api.published)).not.toContain('card card_');
  });
});

describe('GET /v1/orders', () => {
  it('200: pages newest first without gap or repetition, by filter, and shows nobody else’s', async () => {
    const product = await api.shop.sells({ cards: 30, tenant: api.owner.tenant });
    const ids: string[] = [];
    for (let index = 0; index < 25; index += 1) {
      ids.push(
        (
          await api.call({
            method: 'POST',
            path: '/v1/orders',
            body: { product: product.id },
            as: api.owner,
          })
        ).json.id,
      );
    }
    const seen: string[] = [];
    for (let cursor = ''; ; ) {
      const query = `limit=10&product=${product.id}${cursor && `&starting_after=${cursor}`}`;
      const page = (await api.call({ method: 'GET', path: '/v1/orders', query, as: api.owner }))
        .json;
      seen.push(...page.data.map(({ id }: { id: string }) => id));
      if (!page.has_more) break;
      cursor = seen.at(-1) ?? '';
    }
    expect(seen).toEqual(ids.toReversed());
    await post(ids[0] ?? '', 'cancel', {});
    const cancelled = await api.call({
      method: 'GET',
      path: '/v1/orders',
      query: `state=cancelled&product=${product.id}`,
      as: api.owner,
    });
    expect(cancelled.json.data.map(({ id }: { id: string }) => id)).toEqual([ids[0]]);
    expect((await api.call({ method: 'GET', path: '/v1/orders', as: api.stranger })).json).toEqual({
      data: [],
      has_more: false,
    });
  });

  it.each([
    ['limit=0', 'limit'],
    ['limit=101', 'limit'],
    ['state=payed', 'state'],
    ['starting_after=x', 'starting_after'],
    ['created_from=yesterday', 'created_from'],
  ])('400: %s', async (query, param) => {
    const reply = await api.call({ method: 'GET', path: '/v1/orders', query, as: api.owner });
    expect(reply.status).toBe(400);
    expect(reply.json.error.param).toBe(param);
  });

  it('400: an unknown filter', async () => {
    const reply = await api.call({
      method: 'GET',
      path: '/v1/orders',
      query: 'colour=red',
      as: api.owner,
    });
    expect(reply.json.error).toMatchObject({ code: 'unknown_parameter', param: 'colour' });
  });
});
