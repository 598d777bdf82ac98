import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dynamoOrderStore } from '#shared/adapters/dynamodb/order-store.ts';
import { replayRouting } from '#shared/contract/api/routing-replays.ts';
import { attemptIdOf, toOrderId } from '#shared/domain/identity/ids.ts';
import type { Tenant } from '#shared/domain/identity/tenant.ts';
import { systemRuntime } from '#shared/platform/runtime.ts';
import { anAttempt, anOrder, aProduct } from '../../support/builders.ts';
import { seededRandom } from '../../support/seeded-random.ts';
import { addChannel, newTenant, type RoutingApi, startRoutingApi } from './routing-api.ts';

let routing: RoutingApi;
beforeAll(async () => {
  routing = await startRoutingApi();
});
afterAll(() => routing?.stop());

const ORDERS = 150;
const SUCCESS = { good: 0.9, bad: 0.3 };

/** A shop whose log shows a good and a bad channel, each drawn half of the time. */
const aHistory = async (tenant: Tenant) => {
  const key = routing.newKey(tenant);
  const [good, bad] = [await addChannel(routing, key), await addChannel(routing, key)] as [
    `ch_${string}`,
    `ch_${string}`,
  ];
  const { documents, tables } = routing.dynamo;
  const orders = dynamoOrderStore(documents, tables);
  const random = seededRandom(3);
  const product = aProduct({ tenant });
  for (let index = 0; index < ORDERS; index += 1) {
    const at = new Date(Date.now() - 3_600_000 + index * 1_000).toISOString();
    const id = toOrderId(systemRuntime.newId('order'));
    const order = anOrder({ id, tenant, createdAt: at, attemptCount: 1 }, product);
    const channelId = random() < 0.5 ? good : bad;
    const paid = random() < (channelId === good ? SUCCESS.good : SUCCESS.bad);
    await orders.record({
      order,
      previousVersion: 0,
      attempts: [
        anAttempt(order, {
          id: attemptIdOf(id, 1),
          channelId,
          createdAt: at,
          state: paid ? 'succeeded' : 'failed',
          endedAt: at,
          ...(paid ? { paidAt: at } : {}),
          routing: {
            by: 'best',
            first: 'best',
            propensity: 0.5,
            rank: 1,
            p: 0.6,
            priorLogit: 0,
            hour: 12,
            riskLevel: 'low',
            paidOrders: 0,
            snapshotVersion: 1,
            weightsVersion: 1,
            candidates: [
              { channelId: good, p: 0.6, utility: 10 },
              { channelId: bad, p: 0.6, utility: 10 },
            ],
          },
        }),
      ],
    });
  }
  return { key, good, bad };
};

const preferring = (channel: string) => [
  {
    id: 'the-other',
    // biome-ignore lint/suspicious/noThenProperty: the word of the API
    then: { action: 'prefer', channels: { field: 'id', op: 'eq', value: channel } },
  },
];

describe('POST /v1/routing/replays', () => {
  test('200: estimates what preferring the good channel would have brought, and says so in words', async () => {
    const { key, good, bad } = await aHistory(newTenant());
    const replay = async (channel: string) =>
      replayRouting.reply.parse(
        (await routing.call(key, 'POST /v1/routing/replays', { rules: preferring(channel) })).body,
      );
    const [better, worse] = [await replay(good), await replay(bad)];
    expect(better).toMatchObject({ orders: ORDERS, skipped: 0, truncated: false });
    const [up] = better.data;
    const [down] = worse.data;
    // About 75 payments speak for each: four standard deviations.
    expect(Math.abs((up?.success.draft.snips.mean ?? 0) - SUCCESS.good)).toBeLessThan(0.14);
    expect(Math.abs((down?.success.draft.snips.mean ?? 0) - SUCCESS.bad)).toBeLessThan(0.21);
    expect(up?.profit.draft.doubly_robust.mean).toBeGreaterThan(
      down?.profit.draft.doubly_robust.mean ?? Number.POSITIVE_INFINITY,
    );
    const changed = [up, down].find((it) => (it?.changed ?? 0) > 0);
    expect(changed?.shifts[0]?.reasons.map(({ code }) => code)).toContain('rule_prefers');
    expect(changed?.summary.en).toMatch(/of 150 payments would go to another channel first/);
    expect(changed?.summary.zh).toMatch(/首选通道会改变/);
  });

  test('200: a draft like what is in force changes nothing', async () => {
    const { key, good } = await aHistory(newTenant());
    const { status, body } = await routing.call(key, 'POST /v1/routing/replays', {
      fees: { [good]: { rate_basis_points: 0, fixed_amount: 0 } },
    });
    expect(status).toBe(200);
    const [only] = replayRouting.reply.parse(body).data;
    expect(only).toMatchObject({ changed: 0, shifts: [], profit: { difference: { mean: 0 } } });
  });

  test("200: another merchant's orders are not read", async () => {
    await aHistory(newTenant());
    const { body } = await routing.call(routing.newKey(), 'POST /v1/routing/replays', {
      margin_basis_points: 100,
    });
    expect(body).toMatchObject({ orders: 0, data: [] });
  });

  test('400: names the path of what is wrong in the draft, or that there is none', async () => {
    const key = routing.newKey();
    const wrong = await routing.call(key, 'POST /v1/routing/replays', {
      rules: preferring(systemRuntime.newId('channel')),
    });
    expect(wrong).toMatchObject({
      status: 400,
      body: { error: { param: 'rules[0].then.channels.value' } },
    });
    const none = await routing.call(key, 'POST /v1/routing/replays', {});
    expect(none).toMatchObject({ status: 400, body: { error: { code: 'missing_parameter' } } });
    const stranger = systemRuntime.newId('channel');
    const fees = await routing.call(key, 'POST /v1/routing/replays', {
      fees: { [stranger]: { rate_basis_points: 1, fixed_amount: 0 } },
    });
    expect(fees).toMatchObject({ status: 400, body: { error: { param: `fees.${stranger}` } } });
  });
});
