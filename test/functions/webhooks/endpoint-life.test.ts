import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { systemRuntime } from '#shared/platform/runtime.ts';
import { type Dynamo, startDynamo } from '#test/support/dynamo.ts';
import { aWebhooksApi, type WebhooksApi } from '#test/support/webhooks-api.ts';

const PATH = '/v1/webhook-endpoints';

let dynamo: Dynamo;
let api: WebhooksApi;
let id: string;
let secret: string;
beforeAll(async () => {
  dynamo = await startDynamo();
});
beforeEach(async () => {
  api = aWebhooksApi(dynamo);
  ({ id, secret } = (await api.as('POST', PATH, { url: api.aUrl() })).json);
});
afterAll(() => dynamo.stop());

describe('GET /v1/webhook-endpoints', () => {
  it('200: all of the tenant, oldest first, and nobody else’s', async () => {
    const second = await api.as('POST', PATH, { url: api.aUrl() });
    const reply = await api.as('GET', PATH);
    expect(reply.status).toBe(200);
    expect(reply.json.data.map((one: { id: string }) => one.id)).toEqual([id, second.json.id]);
    expect(reply.json.has_more).toBe(false);
    expect(reply.text).not.toContain('whsec_');
    for (const other of api.strangers) {
      expect((await api.as('GET', PATH, undefined, other)).json.data).toEqual([]);
    }
  });

  it('400: an unknown parameter', async () => {
    const reply = await api.call({ method: 'GET', path: PATH, query: 'page=2', as: api.owner });
    expect(reply.status).toBe(400);
    expect(reply.json.error).toMatchObject({ code: 'unknown_parameter', param: 'page' });
  });

  it('401: without a key', async () => {
    expect((await api.call({ method: 'GET', path: PATH })).status).toBe(401);
  });
});

describe.each([
  ['GET', '', undefined],
  ['PATCH', '', { description: 'mine now' }],
  ['DELETE', '', undefined],
  ['POST', '/rotate', {}],
])('%s /v1/webhook-endpoints/{id}%s', (method, suffix, body) => {
  it('401: without a key', async () => {
    const reply = await api.call({ method, path: `${PATH}/${id}${suffix}`, body });
    expect(reply.status).toBe(401);
  });

  it('404: another tenant’s, one that does not exist, and an id that is none; nothing changes', async () => {
    const before = await api.as('GET', `${PATH}/${id}`);
    const replies = [
      ...(await Promise.all(
        api.strangers.map((as) => api.as(method, `${PATH}/${id}${suffix}`, body, as)),
      )),
      await api.as(method, `${PATH}/${systemRuntime.newId('webhookEndpoint')}${suffix}`, body),
      await api.as(method, `${PATH}/we_x${suffix}`, body),
    ];
    for (const { status, json } of replies) {
      expect(status).toBe(404);
      expect(json.error.code).toBe('not_found');
    }
    expect((await api.as('GET', `${PATH}/${id}`)).json).toEqual(before.json);
  });
});

describe('PATCH /v1/webhook-endpoints/{id}', () => {
  it('200: changes what is given and nothing else', async () => {
    const before = (await api.as('GET', `${PATH}/${id}`)).json;
    api.desk.turnBy(60);
    const reply = await api.as('PATCH', `${PATH}/${id}`, { events: ['order.paid'] });
    expect(reply.status).toBe(200);
    expect(reply.json).toEqual({
      ...before,
      events: ['order.paid'],
      updated_at: api.desk.now().toISOString(),
    });
  });

  it('200: disables and enables', async () => {
    const disabled = await api.as('PATCH', `${PATH}/${id}`, { status: 'disabled' });
    expect(disabled.json).toMatchObject({ status: 'disabled', disabled_reason: 'merchant' });
    const enabled = await api.as('PATCH', `${PATH}/${id}`, { status: 'enabled' });
    expect(enabled.json).toMatchObject({
      status: 'enabled',
      disabled_reason: null,
      disabled_at: null,
    });
  });

  it('200: keeps its own URL', async () => {
    const { url } = (await api.as('GET', `${PATH}/${id}`)).json;
    expect((await api.as('PATCH', `${PATH}/${id}`, { url })).status).toBe(200);
  });

  it.each([
    ['nothing to change', {}, 'invalid_parameter'],
    ['an unknown status', { status: 'paused' }, 'invalid_parameter'],
    ['an unknown field', { secret: 'mine' }, 'unknown_parameter'],
    ['a url that may not be called', { url: 'http://user:pass@127.0.0.1/' }, 'invalid_parameter'],
  ])('400: %s', async (_what, body, code) => {
    const reply = await api.as('PATCH', `${PATH}/${id}`, body);
    expect(reply.status).toBe(400);
    expect(reply.json.error.code).toBe(code);
  });

  it('409: the URL of another endpoint', async () => {
    const url = api.aUrl();
    await api.as('POST', PATH, { url });
    const reply = await api.as('PATCH', `${PATH}/${id}`, { url });
    expect(reply.status).toBe(409);
    expect(reply.json.error.code).toBe('state_conflict');
  });
});

describe('DELETE /v1/webhook-endpoints/{id}', () => {
  it('200: it is gone, and 404 from then on', async () => {
    const reply = await api.as('DELETE', `${PATH}/${id}`);
    expect(reply.status).toBe(200);
    expect(reply.json).toEqual({ object: 'webhook_endpoint', id, deleted: true });
    expect((await api.as('DELETE', `${PATH}/${id}`)).status).toBe(404);
    expect((await api.as('GET', PATH)).json.data).toEqual([]);
  });
});

describe('POST /v1/webhook-endpoints/{id}/rotate', () => {
  it('200: a new secret beside the old one, for a day unless told otherwise', async () => {
    const reply = await api.as('POST', `${PATH}/${id}/rotate`);
    expect(reply.status).toBe(200);
    expect(reply.json.secret).toMatch(/^whsec_/);
    expect(reply.json.secret).not.toBe(secret);
    expect(reply.json.secrets).toHaveLength(2);
    const ends = new Date(api.desk.now().getTime() + 86_400_000).toISOString();
    expect(reply.json.secrets[1].ends_at).toBe(ends);
    const again = await api.as('POST', `${PATH}/${id}/rotate`, { overlap_seconds: 172_800 });
    expect(again.json.secrets).toHaveLength(2);
    expect(again.json.secrets[1].ends_at).toBe(ends);
  });

  it('200: a shorter overlap ends the old secret sooner, and none at all ends it at once', async () => {
    await api.as('POST', `${PATH}/${id}/rotate`);
    const sooner = await api.as('POST', `${PATH}/${id}/rotate`, { overlap_seconds: 60 });
    const ends = new Date(api.desk.now().getTime() + 60_000).toISOString();
    expect(sooner.json.secrets[1].ends_at).toBe(ends);
    const leaked = await api.as('POST', `${PATH}/${id}/rotate`, { overlap_seconds: 0 });
    expect(leaked.json.secrets).toHaveLength(1);
  });

  it('200: at once, with an overlap of 0', async () => {
    const reply = await api.as('POST', `${PATH}/${id}/rotate`, { overlap_seconds: 0 });
    expect(reply.json.secrets).toHaveLength(1);
  });

  it.each([-1, 604_801, 1.5, '60'])('400: an overlap of %s', async (overlap) => {
    const reply = await api.as('POST', `${PATH}/${id}/rotate`, { overlap_seconds: overlap });
    expect(reply.status).toBe(400);
    expect(reply.json.error.param).toBe('overlap_seconds');
  });
});
