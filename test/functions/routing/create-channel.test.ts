import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { channelObject, createChannel } from '#shared/contract/api/channels.ts';
import { errorEnvelopeSchema } from '#shared/contract/api/error-envelope.ts';
import { systemRuntime } from '#shared/platform/runtime.ts';
import { anAccount } from '../../support/an-account.ts';
import {
  CALLBACKS_BASE_URL,
  epayAccount,
  newTenant,
  type RoutingApi,
  startRoutingApi,
} from './routing-api.ts';

let routing: RoutingApi;
beforeAll(async () => {
  routing = await startRoutingApi();
});
afterAll(() => routing?.stop());

const errorOf = (body: unknown) => errorEnvelopeSchema.parse(body).error;

describe('POST /v1/channels', () => {
  test('201: adds an account with sensible defaults and tells where callbacks go', async () => {
    const reply = await routing.call(routing.newKey(), 'POST /v1/channels', epayAccount());
    expect(reply.status).toBe(201);
    const channel = channelObject.parse(reply.body);
    expect(channel).toMatchObject({
      object: 'channel',
      mode: 'test',
      provider: 'epay',
      status: 'enabled',
      role: 'main',
      priority: 100,
      weight: 100,
      methods: ['alipay', 'wechat_pay', 'qq_wallet', 'unionpay'],
      currency: 'CNY',
      min_amount: null,
      max_amount: null,
      daily_cap: null,
      day_zone: 'Asia/Shanghai',
      fee: { rate_basis_points: 300, fixed_amount: 0 },
      costs: { settlement: { days: 1, minimum_amount: null } },
      assumed: ['fee', 'settlement'],
      upstream: 'pay.example.com',
      maintenance: [],
      config: epayAccount().config,
      credentials_set: ['key'],
      notify_url: `${CALLBACKS_BASE_URL}/callbacks/epay/${channel.id}`,
    });
  });

  test('own figures replace the provider’s usual ones, when it is added or later', async () => {
    const key = routing.newKey();
    const own = { rate_basis_points: 38, fixed_amount: 0 };
    const added = await routing.call(key, 'POST /v1/channels', epayAccount({ fee: own }));
    expect(added.body).toMatchObject({ fee: own, assumed: ['settlement'] });
    const { id } = channelObject.parse(added.body);
    const costs = { settlement: { days: 7 } };
    const changed = await routing.call(key, `PATCH /v1/channels/${id}`, { costs });
    expect(changed.body).toMatchObject({
      fee: own,
      costs: { settlement: { days: 7, minimum_amount: null } },
      assumed: [],
    });
  });

  test('201: offers the methods and takes the currency of the mode that its settings choose', async () => {
    const reply = await routing.call(routing.newKey(), 'POST /v1/channels', {
      provider: 'grabpay',
      label: 'Grab',
      config: { country: 'SG', partnerId: 'p', merchantId: 'm', clientId: 'c' },
      credentials: { partnerSecret: 'partner-secret', clientSecret: 'client-secret' },
    });
    expect(reply).toMatchObject({ status: 201, body: { methods: ['grabpay'], currency: 'SGD' } });
  });

  test('201: takes every setting', async () => {
    const settings = {
      label: 'Backup',
      status: 'frozen',
      role: 'backup',
      priority: 7,
      weight: 0,
      methods: ['wechat_pay'],
      currency: 'CNY',
      min_amount: 100,
      max_amount: 50_000,
      daily_cap: 1_000_000,
      day_zone: 'UTC',
      fee: { rate_basis_points: 60, fixed_amount: 5 },
      upstream: 'bank-a',
      maintenance: [{ starts_at: '2026-03-01T00:00:00Z', ends_at: '2026-03-01T01:00:00Z' }],
    };
    const reply = await routing.call(routing.newKey(), 'POST /v1/channels', epayAccount(settings));
    expect(reply).toMatchObject({ status: 201, body: settings });
  });

  test('secrets appear in no reply and not in the table', async () => {
    const tenant = newTenant();
    const key = routing.newKey(tenant);
    const secret = 'a-very-secret-merchant-key';
    const created = await routing.call(
      key,
      'POST /v1/channels',
      epayAccount({ credentials: { key: secret } }),
    );
    const { id } = channelObject.parse(created.body);
    const replies = [
      created,
      await routing.call(key, 'GET /v1/channels'),
      await routing.call(key, `GET /v1/channels/${id}`),
      await routing.call(key, 'GET /v1/channels/health'),
    ];
    for (const { status, text } of replies) {
      expect(status).toBeLessThan(300);
      expect(text).not.toContain(secret);
    }
    const [stored] = await routing.channels.list(tenant);
    const bytes = Buffer.from(stored?.credentials.data ?? []);
    expect(bytes.length).toBeGreaterThan(secret.length);
    expect(bytes.includes(secret)).toBe(false);
    expect(JSON.stringify({ ...stored, credentials: undefined })).not.toContain(secret);
  });

  test('a repeated Idempotency-Key adds no second account', async () => {
    const key = routing.newKey();
    const headers = { 'idempotency-key': 'channel-1' };
    const first = await routing.call(key, 'POST /v1/channels', epayAccount(), headers);
    const second = await routing.call(key, 'POST /v1/channels', epayAccount(), headers);
    expect(second.body).toEqual(first.body);
    const list = await routing.call(key, 'GET /v1/channels');
    expect(list.body).toMatchObject({ data: [{ object: 'channel' }], has_more: false });
  });

  const config = epayAccount().config;
  test.each([
    ['an unknown provider', { provider: 'nobody' }, 'invalid_parameter', 'provider'],
    ['a missing label', { label: undefined }, 'missing_parameter', 'label'],
    ['a wrong type', { weight: '1' }, 'invalid_parameter', 'weight'],
    ['an unknown field', { wieght: 1 }, 'unknown_parameter', 'wieght'],
    ['a zone that does not exist', { day_zone: 'Beijing' }, 'invalid_parameter', 'day_zone'],
    [
      'maintenance that ends before it starts',
      {
        maintenance: [{ starts_at: '2026-03-01T01:00:00Z', ends_at: '2026-03-01T00:00:00Z' }],
      },
      'invalid_parameter',
      'maintenance',
    ],
    ['a method named twice', { methods: ['alipay', 'alipay'] }, 'invalid_parameter', 'methods'],
    [
      "a method that the provider can't carry",
      { methods: ['alipay', 'paypal'] },
      'invalid_channel_config',
      'methods[1]',
    ],
    ["a currency that it doesn't take", { currency: 'USD' }, 'invalid_channel_config', 'currency'],
    [
      'a range that no payment fits',
      { min_amount: 200, max_amount: 100 },
      'invalid_channel_config',
      'min_amount',
    ],
    [
      'a cap below the smallest payment',
      { min_amount: 200, daily_cap: 199 },
      'invalid_channel_config',
      'daily_cap',
    ],
    [
      'a missing setting of the provider',
      { config: { ...config, pid: undefined } },
      'invalid_channel_config',
      'config.pid',
    ],
    [
      'a wrong setting of the provider',
      { config: { ...config, protocol: 'v3' } },
      'invalid_channel_config',
      'config.protocol',
    ],
    [
      'a setting that the provider does not know',
      { config: { ...config, gateway: 'x' } },
      'invalid_channel_config',
      'config.gateway',
    ],
    [
      'a setting inside a setting',
      { config: { ...config, methodTypes: { alipay: '?' } } },
      'invalid_channel_config',
      'config.methodTypes.alipay',
    ],
    ['a missing secret', { credentials: {} }, 'invalid_channel_config', 'credentials.key'],
    ['a blank secret', { credentials: { key: '  ' } }, 'invalid_channel_config', 'credentials.key'],
    [
      'an unknown secret',
      { credentials: { key: 'merchant-key', pin: '1234' } },
      'invalid_channel_config',
      'credentials.pin',
    ],
    [
      'secrets of the wrong protocol',
      { config: { ...config, protocol: 'v2' } },
      'invalid_channel_config',
      'credentials.merchantPrivateKey',
    ],
    [
      'a secret that is no text',
      { credentials: { key: 12_345_678 } },
      'invalid_parameter',
      'credentials.key',
    ],
  ])('400: %s is refused with its path', async (_case, overrides, code, param) => {
    const key = routing.newKey();
    const reply = await routing.call(key, 'POST /v1/channels', epayAccount(overrides));
    expect(reply.status).toBe(400);
    expect(errorOf(reply.body)).toMatchObject({ code, param });
    expect((await routing.call(key, 'GET /v1/channels')).body).toMatchObject({ data: [] });
  });

  test('400: no error repeats a secret', async () => {
    const reply = await routing.call(
      routing.newKey(),
      'POST /v1/channels',
      epayAccount({ credentials: { key: 'short', platformPublicKey: 'not-a-key-at-all' } }),
    );
    expect(reply.status).toBe(400);
    expect(reply.text).not.toMatch(/"short"|not-a-key-at-all/);
  });

  test('201: the example of the documentation is accepted as it stands', async () => {
    const reply = await routing.call(
      routing.newKey(),
      'POST /v1/channels',
      createChannel.example?.body,
    );
    expect(reply.status).toBe(201);
  });

  test('409: a shop that has as many channels as there can be', async () => {
    const tenant = newTenant();
    for (let n = 0; n < 100; n += 1) {
      const id = systemRuntime.newId('channel');
      await routing.channels.create(anAccount({ id, tenant }));
    }
    const reply = await routing.call(routing.newKey(tenant), 'POST /v1/channels', epayAccount());
    expect(reply.status).toBe(409);
    expect(errorOf(reply.body).code).toBe('limit_exceeded');
  });

  test('400: a body that is not JSON', async () => {
    const reply = await routing.call(routing.newKey(), 'POST /v1/channels', '{"provider":');
    expect(reply.status).toBe(400);
    expect(errorOf(reply.body).code).toBe('invalid_json');
  });

  test('401: without a key, and with a key that nobody has', async () => {
    const unknown = { tenant: newTenant(), keyId: systemRuntime.newId('apiKey') };
    for (const caller of [undefined, unknown]) {
      const reply = await routing.call(caller, 'POST /v1/channels', epayAccount());
      expect(reply.status).toBe(401);
      expect(errorOf(reply.body).code).toBe('unauthenticated');
    }
  });
});
