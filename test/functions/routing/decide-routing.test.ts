import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decideRouting } from '#shared/contract/api/routing.ts';
import type { Caller } from '#shared/platform/http/call.ts';
import { systemRuntime } from '#shared/platform/runtime.ts';
import { addChannel, newTenant, type RoutingApi, startRoutingApi } from './routing-api.ts';

let routing: RoutingApi;
beforeAll(async () => {
  routing = await startRoutingApi();
});
afterAll(() => routing?.stop());

const PAYMENT = { amount: 990, currency: 'CNY', method: 'alipay' };
const decide = async (key: Caller, payment: Record<string, unknown> = PAYMENT) => {
  const reply = await routing.call(key, 'POST /v1/routing/decisions', payment);
  expect(reply.status).toBe(200);
  return decideRouting.reply.parse(reply.body);
};

describe('POST /v1/routing/decisions', () => {
  test('200: orders by role and priority and explains every channel', async () => {
    const key = routing.newKey();
    const backup = await addChannel(routing, key, { label: 'backup', role: 'backup', priority: 0 });
    const second = await addChannel(routing, key, { label: 'second', priority: 20 });
    const first = await addChannel(routing, key, { label: 'first', priority: 10 });
    const large = await addChannel(routing, key, { label: 'large', min_amount: 100_000 });
    const frozen = await addChannel(routing, key, { label: 'frozen', status: 'frozen' });
    const decision = await decide(key);
    expect(decision.order).toEqual([first, second, backup]);
    expect(
      decision.candidates.map(({ label, eligible, reasons }) => [
        label,
        eligible,
        reasons.map(({ code }) => code),
      ]),
    ).toEqual([
      ['first', true, ['main_channel', 'priority', 'only_of_its_priority']],
      ['second', true, ['main_channel', 'priority', 'only_of_its_priority']],
      ['backup', true, ['backup_channel', 'priority', 'only_of_its_priority']],
      ['large', false, ['amount_too_small']],
      ['frozen', false, ['channel_not_enabled']],
    ]);
    expect(decision.candidates.map(({ channel }) => channel)).toEqual([
      first,
      second,
      backup,
      large,
      frozen,
    ]);
    expect(decision).toMatchObject({ decided_by: 'priority', first: 'best', propensity: 1 });
  });

  test('200: without results yet assumes the usual success, and weighs every channel by it', async () => {
    const key = routing.newKey();
    await addChannel(routing, key, {
      fee: { rate_basis_points: 100, fixed_amount: 3 },
      costs: { settlement: { days: 0 } },
    });
    await addChannel(routing, key, { status: 'frozen' });
    const [usable, frozen] = (await decide(key)).candidates;
    expect(usable?.success_probability).toBeCloseTo(0.7, 9);
    // 1 % of 9.90 and 0.03, of successes; 15 % of 9.90 and 0.50 for loyalty; 0.25 for a failure.
    expect(usable?.terms?.fee).toBeCloseTo(-0.7 * 12.9, 6);
    expect(usable?.terms?.value).toBeCloseTo(0.7 * 198.5, 6);
    expect(usable?.terms?.failure).toBeCloseTo(-0.3 * 25, 6);
    expect(usable?.utility).toBeCloseTo(0.7 * 198.5 - 0.7 * 12.9 - 0.3 * 25, 6);
    expect(frozen).toMatchObject({ success_probability: null, terms: null, utility: null });
  });

  test('200: tells how likely weights put the first channel first', async () => {
    const key = routing.newKey();
    const heavy = await addChannel(routing, key, { weight: 70 });
    await addChannel(routing, key, { weight: 30 });
    const { order, propensity, candidates } = await decide(key);
    expect(propensity).toBeCloseTo(order[0] === heavy ? 0.7 : 0.3, 12);
    const share = candidates
      .find(({ channel }) => channel === heavy)
      ?.reasons.find(({ code }) => code === 'weight_share');
    expect(share).toEqual({
      code: 'weight_share',
      en: 'Among channels of its priority it has weight 70 of 100: the draw puts it first 70 % of the time.',
      zh: '同级通道按权重抽取：权重 70/100，排第一的概率为 70%。',
    });
  });

  test('200: leaves out what was tried and what shares a failed upstream', async () => {
    const key = routing.newKey();
    const tried = await addChannel(routing, key);
    await addChannel(routing, key, { upstream: 'broken' });
    const left = await addChannel(routing, key, { upstream: 'healthy' });
    const decision = await decide(key, {
      ...PAYMENT,
      tried_channels: [tried],
      failed_upstreams: ['broken'],
    });
    expect(decision.order).toEqual([left]);
  });

  test('200: of a shop without channels is empty', async () => {
    expect(await decide(routing.newKey())).toEqual({
      object: 'routing_decision',
      decided_by: 'priority',
      first: 'best',
      propensity: 1,
      order: [],
      candidates: [],
    });
  });

  test('has no effect: no channel changes and no cap is reserved', async () => {
    const tenant = newTenant();
    const key = routing.newKey(tenant);
    const id = await addChannel(routing, key, { daily_cap: 1_000 });
    const before = await routing.channels.list(tenant);
    for (let n = 0; n < 3; n += 1) expect((await decide(key)).order).toEqual([id]);
    expect(await routing.channels.list(tenant)).toEqual(before);
  });

  test("never names another merchant's channels", async () => {
    await addChannel(routing, routing.newKey());
    expect((await decide(routing.newKey())).candidates).toEqual([]);
  });

  test.each([
    ['no amount', { amount: undefined }, 'amount'],
    ['an amount of nothing', { amount: 0 }, 'amount'],
    ['an unknown currency', { currency: 'XXX' }, 'currency'],
    ['an unknown method', { method: 'cowrie' }, 'method'],
    ['a payment that never expires', { expires_in_seconds: 10_000_000 }, 'expires_in_seconds'],
    ['an unknown field', { channel: systemRuntime.newId('channel') }, 'channel'],
  ])('400: %s', async (_case, overrides, param) => {
    const reply = await routing.call(routing.newKey(), 'POST /v1/routing/decisions', {
      ...PAYMENT,
      ...overrides,
    });
    expect(reply).toMatchObject({ status: 400, body: { error: { param } } });
  });

  test('401: without a key', async () => {
    const reply = await routing.call(undefined, 'POST /v1/routing/decisions', PAYMENT);
    expect(reply.status).toBe(401);
  });
});
