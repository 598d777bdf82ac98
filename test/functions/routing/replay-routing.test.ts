import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dynamoOrderStore } from '#shared/adapters/dynamodb/order-store.ts';
import { replayRouting } from '#shared/contract/api/routing-replays.ts';
import { attemptIdOf, toOrderId } from '#shared/domain/identity/ids.ts';
import type { Tenant } from '#shared/domain/identity/tenant.ts';
import { type Currency, money } from '#shared/domain/money/money.ts';
import type { Attempt } from '#shared/domain/orders/attempt.ts';
import type { Caller } from '#shared/platform/http/call.ts';
import { systemRuntime } from '#shared/platform/runtime.ts';
import { anAttempt, anOrder, aProduct } from '../../support/builders.ts';
import { seededRandom } from '../../support/seeded-random.ts';
import { putRules } from './a-rule.ts';
import { addChannel, newTenant, type RoutingApi, startRoutingApi } from './routing-api.ts';

let routing: RoutingApi;
beforeAll(async () => {
  routing = await startRoutingApi();
});
afterAll(() => routing?.stop());

const ORDERS = 400;
const SUCCEEDS = { good: 0.9, bad: 0.4 };
const HOUR_MILLIS = 3_600_000;

interface Shop {
  readonly tenant: Tenant;
  readonly key: Caller;
  readonly good: `ch_${string}`;
  readonly bad: `ch_${string}`;
}

/** A shop with a dear channel that works and a free one that often fails; the log believed both to be alike. */
const aShop = async (): Promise<Shop> => {
  const tenant = newTenant();
  const key = routing.newKey(tenant);
  const fee = { rate_basis_points: 100, fixed_amount: 0 };
  const free = { rate_basis_points: 0, fixed_amount: 0 };
  const costs = { settlement: { days: 0 } };
  return {
    tenant,
    key,
    good: (await addChannel(routing, key, { fee, costs })) as Shop['good'],
    bad: (await addChannel(routing, key, { fee: free, costs })) as Shop['bad'],
  };
};

const addOrder = async (
  { tenant, good, bad }: Shop,
  {
    at = new Date(Date.now() - HOUR_MILLIS),
    currency = 'CNY',
    ...attempt
  }: Partial<Attempt> & { at?: Date; currency?: Currency } = {},
): Promise<void> => {
  const { documents, tables } = routing.dynamo;
  const createdAt = at.toISOString();
  const product = aProduct({ tenant, price: money(currency, 20_000) });
  const id = toOrderId(systemRuntime.newId('order'));
  const order = anOrder({ id, tenant, createdAt, attemptCount: 1 }, product);
  await dynamoOrderStore(documents, tables).record({
    order,
    previousVersion: 0,
    attempts: [
      anAttempt(order, {
        id: attemptIdOf(id, 1),
        channelId: bad,
        createdAt,
        state: 'failed',
        endedAt: createdAt,
        routing: {
          by: 'best',
          first: 'best',
          propensity: 0.5,
          rank: 1,
          p: 0.7,
          priorLogit: 0,
          hour: 12,
          riskLevel: 'low',
          paidOrders: 0,
          snapshotVersion: 1,
          weightsVersion: 1,
          candidates: [good, bad].map((channelId) => ({ channelId, p: 0.7, utility: 10 })),
        },
        ...attempt,
      }),
    ],
  });
};

/** Payments that were drawn in halves. */
const sell = async (shop: Shop, count = ORDERS): Promise<void> => {
  const random = seededRandom(3);
  const attempts = Array.from({ length: count }, (_, index): Parameters<typeof addOrder>[1] => {
    const kind = random() < 0.5 ? 'good' : 'bad';
    const at = new Date(Date.now() - HOUR_MILLIS + index * 1_000);
    const paid = random() < SUCCEEDS[kind];
    return {
      at,
      channelId: shop[kind],
      ...(paid ? { state: 'succeeded', paidAt: at.toISOString() } : {}),
    };
  });
  for (let at = 0; at < attempts.length; at += 20) {
    await Promise.all(attempts.slice(at, at + 20).map((attempt) => addOrder(shop, attempt)));
  }
};

const send = (key: Caller | undefined, body: unknown) =>
  routing.call(key, 'POST /v1/routing/replays', body);
const replay = async (key: Caller, body: unknown) => {
  const { status, text, body: reply } = await send(key, body);
  expect(status, text).toBe(200);
  return replayRouting.reply.parse(reply);
};

const preferring = (channel: string) =>
  JSON.parse(
    `[{"id":"mine","then":{"action":"prefer","channels":{"field":"id","op":"eq","value":"${channel}"}}}]`,
  );
const NOTHING = { mean: 0, low: 0, high: 0 };

describe('POST /v1/routing/replays', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await aShop();
    await sell(shop);
  });

  test('200: a draft that moves payments to the better channel is estimated right, and said in words', async () => {
    const { key, good, bad } = shop;
    const reply = await replay(key, { rules: preferring(good) });
    expect(reply).toMatchObject({
      orders: ORDERS,
      decisions: ORDERS,
      skipped: [],
      truncated: null,
      data: [
        {
          currency: 'CNY',
          decisions: ORDERS,
          changed: ORDERS,
          no_channel: 0,
          unsupported_share: 0,
          unexplored_share: 0,
          warnings: [],
        },
      ],
    });
    const [only] = reply.data;
    expect(only?.changes).toEqual([
      {
        from_channel: bad,
        to_channel: good,
        count: ORDERS,
        examples: [expect.any(String), expect.any(String), expect.any(String)],
        reasons: [
          {
            channel: good,
            code: 'rule_prefers',
            en: 'Rule "mine" prefers it.',
            zh: '规则“mine”优先使用该通道。',
          },
        ],
      },
    ]);
    for (const estimator of ['snips', 'doubly_robust'] as const) {
      expect(only?.success_rate.present[estimator].mean).toBeCloseTo(SUCCEEDS.bad, 1);
      expect(only?.success_rate.draft[estimator].mean).toBeCloseTo(SUCCEEDS.good, 1);
      expect(only?.success_rate.difference[estimator].low).toBeGreaterThan(0.3);
      expect(only?.value.difference[estimator].low).toBeGreaterThan(0);
    }
    expect(only?.by_channel).toEqual(
      expect.arrayContaining([
        {
          channel: good,
          present: { share: 0, fees: 0 },
          draft: { share: 1, fees: ORDERS * 200 * 0.7 },
        },
      ]),
    );
    expect(only?.fees).toEqual({ present: 0, draft: ORDERS * 200 * 0.7 });
    expect(only?.summary.en).toMatch(
      /^400 of 400 payments would take another channel; expected profit per payment \+\d+\.\d{3} CNY \(95 %: \+/,
    );
    expect(only?.summary.zh).toMatch(/^400 笔支付中有 400 笔会改走其他通道/);
  });

  test('200: a draft like what is in force changes nothing', async () => {
    const { key, good } = shop;
    const like = { [good]: { rate_basis_points: 100 } };
    const { data } = await replay(key, { fees: like, settings: { strategy: 'best' } });
    expect(data).toMatchObject([
      {
        changed: 0,
        changes: [],
        value: { difference: { snips: NOTHING, doubly_robust: NOTHING } },
        success_rate: { difference: { snips: NOTHING, doubly_robust: NOTHING } },
        warnings: [],
      },
    ]);
  });

  test('200: fees and settings are drafts, too', async () => {
    const { key, good, bad } = shop;
    const fees = {
      [good]: { rate_basis_points: 0, fixed_amount: 1 },
      [bad]: { rate_basis_points: 90, fixed_amount: 0 },
    };
    const [cheaper] = (await replay(key, { fees })).data;
    expect(cheaper).toMatchObject({
      changed: ORDERS,
      fees: { present: 0, draft: ORDERS * 0.7 },
      changes: [{ to_channel: good, reasons: [{ channel: good, code: 'expected_profit' }, {}] }],
    });
    const settings = { strategy: 'priority' };
    const [drawn] = (await replay(key, { settings })).data;
    expect(drawn?.changed).toBe(ORDERS / 2);
  });

  test('200: the newest orders up to the limit, and how far it came', async () => {
    const reply = await replay(shop.key, { rules: [], limit: 10 });
    expect(reply).toMatchObject({ orders: 10, decisions: 10, truncated: 'limit' });
    expect(Date.parse(reply.replayed_from ?? '')).toBeGreaterThan(Date.parse(reply.from));
  });

  test("200: another merchant's orders are never read", async () => {
    const reply = await replay(routing.newKey(), { rules: [] });
    expect(reply).toMatchObject({ orders: 0, replayed_from: null, skipped: [], data: [] });
    const live = routing.newKey({ ...shop.tenant, mode: 'live' });
    expect(await replay(live, { rules: [] })).toMatchObject({ orders: 0, data: [] });
  });

  test('200: one currency at a time, and what was left out with its reason', async () => {
    const other = await aShop();
    await addOrder(other);
    await addOrder(other, { currency: 'USD' });
    await addOrder(other, { routing: undefined });
    await addOrder(other, { state: 'pending', endedAt: undefined });
    await addOrder(other, { at: new Date(Date.now() - 8 * 24 * HOUR_MILLIS) });
    const reply = await replay(other.key, { rules: [] });
    expect(reply).toMatchObject({ orders: 4, decisions: 1 });
    expect(reply.data.map(({ currency }) => currency)).toEqual(['CNY']);
    expect(
      Object.fromEntries(reply.skipped.map(({ code, count, zh }) => [code, [count, zh !== '']])),
    ).toEqual({
      not_logged: [1, true],
      still_open: [1, true],
      // The accounts take yuan.
      no_channel_left: [1, true],
    });
  });

  test('has no effect: rules, channels and settings stay as they are', async () => {
    const other = await aShop();
    await addOrder(other);
    await putRules(routing, other.key);
    const read = () =>
      Promise.all(
        ['rules', 'settings'].map(
          async (part) => (await routing.call(other.key, `GET /v1/routing/${part}`)).text,
        ),
      );
    const [rules, channels] = [await read(), await routing.channels.list(other.tenant)];
    await replay(other.key, {
      rules: preferring(other.good),
      time_zone: 'Europe/Berlin',
      fees: { [other.good]: { rate_basis_points: 1 } },
      settings: { failure_amount: 999 },
    });
    expect(await read()).toEqual(rules);
    expect(await routing.channels.list(other.tenant)).toEqual(channels);
  });

  test('400: a wrong rule is refused with its path and in words, as when it is written', async () => {
    const stranger = systemRuntime.newId('channel');
    const body = { rules: preferring(stranger) };
    const param = 'rules[0].then.channels.value';
    const written = await routing.call(shop.key, 'PUT /v1/routing/rules', body);
    const replayed = await send(shop.key, body);
    expect(replayed).toMatchObject({ status: 400, body: { error: { param } } });
    const messageOf = (it: unknown) => (it as { error: { message: string } }).error.message;
    expect(messageOf(replayed.body)).toBe(messageOf(written.body));
  });

  test.each([
    ['no draft', {}, 'rules', 'missing_parameter'],
    ['a draft of nothing', { fees: {}, settings: {} }, 'rules', 'missing_parameter'],
    ['an unknown zone', { time_zone: 'Mars' }, 'time_zone', 'invalid_parameter'],
    ['more orders than can be read', { rules: [], limit: 2_001 }, 'limit', 'invalid_parameter'],
    [
      'a time that ends before it begins',
      { rules: [], from: '2026-03-02T00:00:00Z', to: '2026-03-01T00:00:00Z' },
      'from',
      'invalid_parameter',
    ],
    ['an unknown setting', { settings: { luck: 1 } }, 'settings.luck', 'unknown_parameter'],
    ['an unknown field', { rules: [], mode: 'shadow' }, 'mode', 'unknown_parameter'],
  ])('400: %s', async (_case, body, param, code) => {
    expect(await send(shop.key, body)).toMatchObject({
      status: 400,
      body: { error: { code, param } },
    });
  });

  test("400: fees of a channel that is not the shop's", async () => {
    const { good } = await aShop();
    expect(await send(shop.key, { fees: { [good]: { rate_basis_points: 1 } } })).toMatchObject({
      status: 400,
      body: { error: { code: 'invalid_parameter', param: `fees.${good}` } },
    });
  });

  test('401: without a key', async () => {
    expect((await send(undefined, { rules: [] })).status).toBe(401);
  });
});
