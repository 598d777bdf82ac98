import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openChannel } from '#shared/application/routing/open-channel.ts';
import { channelRegistry } from '#shared/channels/registry.ts';
import type { Tenant } from '#shared/domain/identity/tenant.ts';
import { systemRuntime } from '#shared/platform/runtime.ts';
import { leasesInMemory } from '#test/support/leases.ts';
import { addChannel, newTenant, type RoutingApi, startRoutingApi } from './routing-api.ts';

let routing: RoutingApi;
beforeAll(async () => {
  routing = await startRoutingApi();
});
afterAll(() => routing?.stop());

/** The secrets as the payment path would use them. */
const secretsOf = async (tenant: Tenant, id: string): Promise<unknown> => {
  const channel = await routing.channels.read(tenant, id);
  if (!channel) throw new Error('no such channel');
  const opened = await openChannel(
    {
      registry: channelRegistry,
      sealer: routing.sealer,
      http: { request: async () => ({ kind: 'not_sent', detail: 'no calls in this test' }) },
      leases: leasesInMemory(),
      callbacksBaseUrl: 'https://callbacks.example.com',
      now: systemRuntime.now,
    },
    channel,
  );
  return opened.context.credentials;
};

const rsaKeys = () =>
  generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });

describe('PATCH /v1/channels/:channelId', () => {
  test('200: changes what is named, keeps everything else, and the notify URL above all', async () => {
    const key = routing.newKey();
    const id = await addChannel(routing, key, { min_amount: 100, daily_cap: 10_000 });
    const before = await routing.call(key, `GET /v1/channels/${id}`);
    const changes = {
      label: 'Renamed',
      weight: 5,
      min_amount: null,
      max_amount: 777,
      fee: { rate_basis_points: 25, fixed_amount: 0 },
    };
    const reply = await routing.call(key, `PATCH /v1/channels/${id}`, changes);
    expect(reply.status).toBe(200);
    const { expiries: _, ...known } = before.body as { expiries: unknown };
    expect(reply.body).toEqual({
      ...known,
      ...changes,
      assumed: ['settlement'],
      updated_at: expect.any(String),
    });
    expect((await routing.call(key, `GET /v1/channels/${id}`)).body).toMatchObject(
      reply.body as object,
    );
  });

  test('200: merges settings key by key; null removes one', async () => {
    const key = routing.newKey();
    const id = await addChannel(routing, key);
    await routing.call(key, `PATCH /v1/channels/${id}`, { config: { siteName: 'My shop' } });
    const reply = await routing.call(key, `PATCH /v1/channels/${id}`, {
      config: { siteName: null, pid: '2002' },
    });
    expect(reply).toMatchObject({
      status: 200,
      body: {
        config: {
          gatewayUrl: 'https://pay.example.com/',
          pid: '2002',
          protocol: 'v1',
          accessMode: 'page',
        },
      },
    });
    expect((reply.body as { config: object }).config).not.toHaveProperty('siteName');
  });

  test('200: moves an account from v1 to v2 in one call and seals the new secrets', async () => {
    const tenant = newTenant();
    const key = routing.newKey(tenant);
    const id = await addChannel(routing, key);
    const [own, gateway] = [rsaKeys(), rsaKeys()];
    const reply = await routing.call(key, `PATCH /v1/channels/${id}`, {
      config: { protocol: 'v2' },
      credentials: {
        key: null,
        merchantPrivateKey: own.privateKey,
        platformPublicKey: gateway.publicKey,
      },
    });
    expect(reply).toMatchObject({
      status: 200,
      body: { credentials_set: ['merchantPrivateKey', 'platformPublicKey'] },
    });
    expect(await secretsOf(tenant, id)).toEqual({
      merchantPrivateKey: own.privateKey.trim(),
      platformPublicKey: gateway.publicKey.trim(),
    });
  });

  test('200: a new secret is used at once, although the old one was opened before', async () => {
    const tenant = newTenant();
    const key = routing.newKey(tenant);
    const id = await addChannel(routing, key, { credentials: { key: 'the-first-key' } });
    expect(await secretsOf(tenant, id)).toEqual({ key: 'the-first-key' });
    await routing.call(key, `PATCH /v1/channels/${id}`, { credentials: { key: 'the-second-key' } });
    expect(await secretsOf(tenant, id)).toEqual({ key: 'the-second-key' });
  });

  test.each([
    ['a blank secret', { credentials: { key: '' } }, 'credentials.key'],
    ['the only secret removed', { credentials: { key: null } }, 'credentials.key'],
    ['a needed setting removed', { config: { pid: null } }, 'config.pid'],
    [
      'a protocol without its keys',
      { config: { protocol: 'v2' } },
      'credentials.merchantPrivateKey',
    ],
    ['a method the provider lacks', { methods: ['paypal'] }, 'methods[0]'],
    ['a range that no payment fits', { max_amount: 99 }, 'min_amount'],
    ['another provider', { provider: 'other' }, 'provider'],
    ['another currency', { currency: 'USD' }, 'currency'],
    ['its status', { status: 'frozen' }, 'status'],
  ])('400: %s is refused and changes nothing', async (_case, changes, param) => {
    const key = routing.newKey();
    const id = await addChannel(routing, key, { min_amount: 100 });
    const before = await routing.call(key, `GET /v1/channels/${id}`);
    const reply = await routing.call(key, `PATCH /v1/channels/${id}`, changes);
    expect(reply).toMatchObject({ status: 400, body: { error: { param } } });
    expect((await routing.call(key, `GET /v1/channels/${id}`)).body).toEqual(before.body);
  });

  test('409: of many edits at once none is lost without its author hearing of it', async () => {
    const key = routing.newKey();
    const id = await addChannel(routing, key);
    const replies = await Promise.all(
      Array.from({ length: 12 }, (_, n) =>
        routing.call(key, `PATCH /v1/channels/${id}`, { config: { siteName: `shop ${n}` } }),
      ),
    );
    const statuses = new Set(replies.map(({ status }) => status));
    expect([...statuses].every((status) => status === 200 || status === 409)).toBe(true);
    const accepted = replies.filter(({ status }) => status === 200);
    expect(accepted.length).toBeGreaterThan(0);
    const now = await routing.call(key, `GET /v1/channels/${id}`);
    const { expiries: _, ...winner } = now.body as { expiries: unknown };
    expect(accepted.map(({ body }) => body)).toContainEqual(winner);
    for (const { body } of replies.filter(({ status }) => status === 409)) {
      expect(body).toMatchObject({ error: { code: 'concurrent_change', retryable: true } });
    }
  });

  test("404: another merchant's channel can't be changed", async () => {
    const key = routing.newKey();
    const id = await addChannel(routing, key);
    const before = await routing.call(key, `GET /v1/channels/${id}`);
    const reply = await routing.call(routing.newKey(), `PATCH /v1/channels/${id}`, { label: 'x' });
    expect(reply.status).toBe(404);
    expect((await routing.call(key, `GET /v1/channels/${id}`)).body).toEqual(before.body);
  });

  test('401: without a key', async () => {
    const id = await addChannel(routing, routing.newKey());
    expect((await routing.call(undefined, `PATCH /v1/channels/${id}`, {})).status).toBe(401);
  });
});

describe('POST /v1/channels/:channelId/{drain,freeze,enable}', () => {
  test('200: each sets its status; repeating it changes nothing', async () => {
    const key = routing.newKey();
    const id = await addChannel(routing, key);
    for (const [verb, status] of [
      ['drain', 'draining'],
      ['freeze', 'frozen'],
      ['enable', 'enabled'],
    ]) {
      const first = await routing.call(key, `POST /v1/channels/${id}/${verb}`);
      expect(first).toMatchObject({ status: 200, body: { id, status } });
      const again = await routing.call(key, `POST /v1/channels/${id}/${verb}`, {});
      expect(again.body).toEqual(first.body);
    }
  });

  test('200: freezing wins against edits that go on at the same moment', async () => {
    const key = routing.newKey();
    const id = await addChannel(routing, key);
    const [frozen] = await Promise.all([
      routing.call(key, `POST /v1/channels/${id}/freeze`),
      ...Array.from({ length: 3 }, (_, n) =>
        routing.call(key, `PATCH /v1/channels/${id}`, { label: `edit ${n}` }),
      ),
    ]);
    expect(frozen?.status).toBe(200);
    const now = await routing.call(key, `GET /v1/channels/${id}`);
    expect(now.body).toMatchObject({ status: 'frozen' });
  });

  test.each(['drain', 'freeze', 'enable'])("404: nobody can %s another's channel", async (verb) => {
    const id = await addChannel(routing, routing.newKey());
    const reply = await routing.call(routing.newKey(), `POST /v1/channels/${id}/${verb}`);
    expect(reply.status).toBe(404);
  });
});
