import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { systemRuntime } from '#shared/platform/runtime.ts';
import { type Dynamo, startDynamo } from '#test/support/dynamo.ts';
import { always, eventFor, receiver, stopReceivers } from '#test/support/webhook-receiver.ts';
import { aWebhooksApi, type WebhooksApi } from '#test/support/webhooks-api.ts';

let dynamo: Dynamo;
let api: WebhooksApi;
beforeAll(async () => {
  dynamo = await startDynamo();
});
beforeEach(() => {
  api = aWebhooksApi(dynamo);
});
afterEach(stopReceivers);
afterAll(() => dynamo.stop());

const register = async (url: string, events?: string[]): Promise<string> =>
  (await api.as('POST', '/v1/webhook-endpoints', { url, events })).json.id;

/** An event that was sent to whoever wanted it. */
const happened = async () => {
  const event = eventFor(api.desk);
  await api.desk.publish(event);
  await api.desk.handleQueued();
  return event;
};

describe('GET /v1/events', () => {
  it('200: newest first, by pages', async () => {
    const ids = [];
    for (let count = 0; count < 5; count += 1) ids.unshift((await happened()).id);
    ids.sort((a, b) => (a < b ? 1 : -1));
    const page = (query: string) =>
      api.call({ method: 'GET', path: '/v1/events', query, as: api.owner });
    const first = await page('limit=3');
    expect(first.json.data.map(({ id }: { id: string }) => id)).toEqual(ids.slice(0, 3));
    expect(first.json.has_more).toBe(true);
    const second = await page(`limit=3&starting_after=${ids[2]}`);
    expect(second.json.data.map(({ id }: { id: string }) => id)).toEqual(ids.slice(3));
    expect(second.json.has_more).toBe(false);
  });

  it('200: nothing of another tenant', async () => {
    await happened();
    for (const other of api.strangers) {
      expect((await api.as('GET', '/v1/events', undefined, other)).json).toEqual({
        data: [],
        has_more: false,
      });
    }
  });

  it.each(['limit=0', 'limit=101', 'limit=x', 'starting_after=ord_1', 'after=1'])(
    '400: ?%s',
    async (query) => {
      const reply = await api.call({ method: 'GET', path: '/v1/events', query, as: api.owner });
      expect(reply.status).toBe(400);
    },
  );

  it('401: without a key', async () => {
    expect((await api.call({ method: 'GET', path: '/v1/events' })).status).toBe(401);
  });
});

describe('GET /v1/events/{id}', () => {
  it('200: with each try at each endpoint', async () => {
    const [good, bad] = [await receiver(), await receiver(always(503))];
    const goodId = await register(good.url);
    const badId = await register(bad.url);
    const { id, objectId } = await happened();
    const reply = await api.as('GET', `/v1/events/${id}`);
    expect(reply.status).toBe(200);
    expect(reply.json).toMatchObject({
      object: 'event',
      id,
      type: 'order.delivered',
      object_id: objectId,
      sequence: 3,
    });
    const at = (endpoint: string) =>
      reply.json.deliveries.find((one: { endpoint: string }) => one.endpoint === endpoint);
    expect(at(goodId)).toMatchObject({
      object: 'webhook_delivery',
      state: 'delivered',
      tries: 1,
      next_try_at: null,
      log: [{ number: 1, status: 200, answer: 'ok', error: null }],
    });
    expect(at(badId)).toMatchObject({
      state: 'pending',
      tries: 1,
      next_try_at: new Date(api.desk.now().getTime() + 5_000).toISOString(),
      log: [{ number: 1, status: 503, answer: 'answer 503', error: null }],
    });
  });

  it('404: another tenant’s, and one that does not exist', async () => {
    const { id } = await happened();
    for (const other of api.strangers) {
      expect((await api.as('GET', `/v1/events/${id}`, undefined, other)).status).toBe(404);
    }
    expect((await api.as('GET', `/v1/events/${systemRuntime.newId('event')}`)).status).toBe(404);
  });
});

describe('POST /v1/events/{id}/resend', () => {
  const resend = (id: string, body?: unknown, as = api.owner) =>
    api.as('POST', `/v1/events/${id}/resend`, body, as);

  it('202: delivers again, with the same id, what was delivered', async () => {
    const server = await receiver();
    await register(server.url);
    const { id } = await happened();
    const reply = await resend(id);
    expect(reply.status).toBe(202);
    expect(reply.json.deliveries).toMatchObject([{ state: 'pending', tries: 1 }]);
    await api.desk.handleQueued();
    expect(server.received.map(({ headers }) => headers['webhook-id'])).toEqual([id, id]);
    expect((await api.as('GET', `/v1/events/${id}`)).json.deliveries).toMatchObject([
      { state: 'delivered', tries: 2, log: [{ number: 1 }, { number: 2 }] },
    ]);
  });

  it('202: to an endpoint that came after the event, or did not subscribe to it', async () => {
    const server = await receiver();
    const { id } = await happened();
    const endpoint = await register(server.url, ['stock.low']);
    expect((await resend(id, { endpoint })).status).toBe(202);
    await api.desk.handleQueued();
    expect(server.received).toHaveLength(1);
  });

  it('202: replaces what waits: the old message does nothing', async () => {
    const server = await receiver(always(500));
    await register(server.url);
    const { id } = await happened();
    api.desk.turnBy(1);
    await resend(id);
    expect(api.desk.queued).toHaveLength(2);
    await api.desk.handleQueued();
    expect(server.received).toHaveLength(2);
    expect(api.desk.queued).toHaveLength(1);
  });

  it('400: an endpoint that is none', async () => {
    const { id } = await happened();
    const reply = await resend(id, { endpoint: 'everyone' });
    expect(reply.status).toBe(400);
    expect(reply.json.error.param).toBe('endpoint');
  });

  it('401: without a key', async () => {
    const { id } = await happened();
    const reply = await api.call({ method: 'POST', path: `/v1/events/${id}/resend` });
    expect(reply.status).toBe(401);
  });

  it('404: another tenant’s event or endpoint, and such that do not exist', async () => {
    const server = await receiver();
    const endpoint = await register(server.url);
    const { id } = await happened();
    for (const other of api.strangers) {
      expect((await resend(id, {}, other)).status).toBe(404);
    }
    expect((await resend(systemRuntime.newId('event'))).status).toBe(404);
    const unknown = systemRuntime.newId('webhookEndpoint');
    expect((await resend(id, { endpoint: unknown })).status).toBe(404);
    expect((await resend(id, { endpoint })).status).toBe(202);
  });

  it('409: when no endpoint wants it, or the one named is disabled', async () => {
    const { id } = await happened();
    expect((await resend(id)).json.error.code).toBe('state_conflict');
    const server = await receiver();
    const endpoint = await register(server.url);
    await api.as('PATCH', `/v1/webhook-endpoints/${endpoint}`, { status: 'disabled' });
    const reply = await resend(id, { endpoint });
    expect(reply.status).toBe(409);
    expect(reply.json.error.code).toBe('state_conflict');
  });
});
