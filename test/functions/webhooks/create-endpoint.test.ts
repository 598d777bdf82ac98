import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createWebhookUrlCheck } from '#shared/adapters/http/check-webhook-url.ts';
import { type Dynamo, startDynamo } from '#test/support/dynamo.ts';
import { aWebhooksApi, type WebhooksApi } from '#test/support/webhooks-api.ts';

const PATH = '/v1/webhook-endpoints';

let dynamo: Dynamo;
let api: WebhooksApi;
beforeAll(async () => {
  dynamo = await startDynamo();
});
beforeEach(() => {
  api = aWebhooksApi(dynamo);
});
afterAll(() => dynamo.stop());

describe('POST /v1/webhook-endpoints', () => {
  it('201: an enabled endpoint with its secret, which is shown this once', async () => {
    const url = api.aUrl();
    const reply = await api.as('POST', PATH, { url, description: ' main ' });
    expect(reply.status).toBe(201);
    expect(reply.json).toMatchObject({
      object: 'webhook_endpoint',
      mode: 'live',
      url,
      description: 'main',
      events: ['*'],
      status: 'enabled',
      disabled_reason: null,
      failing_since: null,
      secrets: [{ ends_at: null }],
    });
    expect(reply.json.secret).toMatch(/^whsec_[A-Za-z0-9+/]{32}$/);
    const read = await api.as('GET', `${PATH}/${reply.json.id}`);
    expect(read.status).toBe(200);
    const { secret: _shownOnce, ...shown } = reply.json;
    expect(read.json).toEqual(shown);
    expect(read.text).not.toContain('whsec_');
  });

  it.each([
    ['no url', {}, 'missing_parameter', 'url'],
    ['a url that is none', { url: 'shop' }, 'invalid_parameter', 'url'],
    ['a url that is not for the web', { url: 'ftp://a.test/' }, 'invalid_parameter', 'url'],
    [
      'a url that is too long',
      { url: `https://a.test/${'a'.repeat(2_000)}` },
      'invalid_parameter',
      'url',
    ],
    ['a number as description', { description: 7 }, 'invalid_parameter', 'description'],
    ['an event that does not exist', { events: ['order.eaten'] }, 'invalid_parameter', 'events[0]'],
    ['no events', { events: [] }, 'invalid_parameter', 'events'],
    ['an unknown field', { secret: 'whsec_mine' }, 'unknown_parameter', 'secret'],
  ])('400: %s', async (_what, changes, code, param) => {
    const body = Object.keys(changes).length === 0 ? {} : { url: api.aUrl(), ...changes };
    const reply = await api.as('POST', PATH, body);
    expect(reply.status).toBe(400);
    expect(reply.json.error).toMatchObject({ code, param });
  });

  it('400: malformed JSON', async () => {
    const reply = await api.as('POST', PATH, '{"url": "https://shop');
    expect(reply.status).toBe(400);
    expect(reply.json.error.code).toBe('invalid_json');
  });

  it.each([
    ['plain HTTP', 'http://shop.test/hooks'],
    ['the metadata address', 'https://169.254.169.254/latest'],
    ['loopback in disguise', 'https://0x7f.1/'],
    ['an IPv6 loopback', 'https://[::1]/'],
    ['a password', 'https://a:b@shop.test/'],
    ['a name that leads to a private address', 'https://shop.test/'],
  ])('400: %s, outside the local stack', async (_what, url) => {
    const guarded = aWebhooksApi(
      dynamo,
      createWebhookUrlCheck({
        allowPrivateAddresses: false,
        resolve: async () => [{ address: '10.0.0.1', family: 4 }],
      }),
    );
    const reply = await guarded.as('POST', PATH, { url });
    expect(reply.status).toBe(400);
    expect(reply.json.error).toMatchObject({ code: 'invalid_parameter', param: 'url' });
  });

  it('401: without a key', async () => {
    const reply = await api.call({ method: 'POST', path: PATH, body: { url: api.aUrl() } });
    expect(reply.status).toBe(401);
    expect(reply.json.error.code).toBe('unauthenticated');
  });

  it('409: a URL that is registered, however it is spelled; the other mode may have it too', async () => {
    const first = await api.as('POST', PATH, { url: 'http://LOCALHOST:80/hooks' });
    const second = await api.as('POST', PATH, { url: 'http://localhost/hooks' });
    expect(second.status).toBe(409);
    expect(second.json.error.code).toBe('state_conflict');
    expect(second.json.error.message).toContain(first.json.id);
    for (const other of api.strangers) {
      expect((await api.as('POST', PATH, { url: 'http://localhost/hooks' }, other)).status).toBe(
        201,
      );
    }
  });

  it('409: the twenty-first, also when many come at once', async () => {
    const create = () => api.as('POST', PATH, { url: api.aUrl() });
    for (let round = 0; round < 4; round += 1) {
      await Promise.all(Array.from({ length: 5 }, create));
    }
    // One of several at once may be told to try again: fill up what is left.
    let refused = await create();
    while (refused.status === 201) refused = await create();
    expect(refused.json.error.code).toBe('limit_exceeded');
    expect(refused.status).toBe(409);
    expect((await api.as('GET', PATH)).json.data).toHaveLength(20);
  });
});
