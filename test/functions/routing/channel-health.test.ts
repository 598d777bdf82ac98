import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dynamoBuyerHabits } from '#shared/adapters/dynamodb/buyer-habits.ts';
import { reserveCapWrite } from '#shared/adapters/dynamodb/cap-writes.ts';
import { dynamoLearningStore } from '#shared/adapters/dynamodb/learning-store.ts';
import { dynamoPriorStore } from '#shared/adapters/dynamodb/prior-store.ts';
import { dynamoRuleHits } from '#shared/adapters/dynamodb/rule-hits.ts';
import { writeTransaction } from '#shared/adapters/dynamodb/transaction.ts';
import { learnFrom } from '#shared/application/routing/learn.ts';
import { adviseOnChannels, channelHealth } from '#shared/contract/api/channel-health.ts';
import { capDay } from '#shared/domain/channels/cap-day.ts';
import { money } from '#shared/domain/money/money.ts';
import type { LearningEvent } from '#shared/domain/routing/learning/learning-event.ts';
import type { Caller } from '#shared/platform/http/call.ts';
import { aSnapshot, someHealth } from '../../domain/routing/some-health.ts';
import { addChannel, newTenant, type RoutingApi, startRoutingApi } from './routing-api.ts';

let routing: RoutingApi;
beforeAll(async () => {
  routing = await startRoutingApi();
});
afterAll(() => routing?.stop());

const hoursFromNow = (hours: number): string =>
  new Date(Date.now() + hours * 3_600_000).toISOString();

const healthOf = async (key: Caller) => {
  const reply = await routing.call(key, 'GET /v1/channels/health');
  expect(reply.status).toBe(200);
  return channelHealth.reply.parse(reply.body).data;
};

describe('GET /v1/channels/health', () => {
  test('200: a channel without trouble takes payments', async () => {
    const key = routing.newKey();
    const id = await addChannel(routing, key);
    expect(await healthOf(key)).toEqual([
      {
        object: 'channel_health',
        channel: id,
        label: 'My gateway',
        provider: 'epay',
        status: 'enabled',
        role: 'main',
        takes_payments: true,
        state: null,
        success: null,
        funnel: null,
        seconds_to_success: null,
        load: null,
        next_try: null,
        as_of: null,
        stale: null,
        reasons: [],
        cap: null,
        maintenance: { now: false, next: null },
      },
    ]);
  });

  test('200: tells from live results that a channel is broken, since when, and how the others do', async () => {
    const tenant = newTenant();
    const key = routing.newKey(tenant);
    const [good, bad] = [await addChannel(routing, key), await addChannel(routing, key)];
    const now = Date.now();
    const start = (index: number, channelId: string): LearningEvent => ({
      kind: 'started',
      at: now - 200_000 + index * 2_000,
      attemptId: `att_${index}`,
      channelId,
      provider: 'epay',
      p: 0.8,
      priorLogit: 1.4,
      context: {
        amountMinor: 990,
        currency: 'CNY',
        method: 'alipay',
        device: 'mobile',
        region: '',
        issuer: '',
        hour: 12,
        riskLevel: 'low',
        returningBuyer: false,
        preferredChannelId: undefined,
      },
    });
    const events = Array.from({ length: 60 }, (_, index): LearningEvent[] => {
      const started = start(index, index % 2 === 0 ? good : bad);
      return [
        started,
        {
          kind: 'ended',
          at: started.at + 1_000,
          attemptId: started.attemptId,
          result: index % 2 === 0 ? 'paid' : 'refused',
          blame: 'channel',
          stage: index % 2 === 0 ? 'paid' : 'created',
        },
      ];
    }).flat();
    const table = {
      documents: routing.dynamo.documents,
      tableName: routing.dynamo.tables.channels,
    };
    await learnFrom(
      {
        learning: dynamoLearningStore(table),
        ruleHits: dynamoRuleHits(table),
        shares: dynamoPriorStore(table),
        habits: dynamoBuyerHabits(table),
        runtime: { now: () => new Date(now) },
        kept: new Map(),
      },
      tenant,
      events,
    );
    const [healthy, broken] = await healthOf(key);
    expect(healthy).toMatchObject({
      state: 'healthy',
      takes_payments: true,
      reasons: [],
      next_try: null,
      stale: false,
      load: { contract_per_second: null },
    });
    const [alipay] = healthy?.success?.methods ?? [];
    expect(alipay).toMatchObject({ method: 'alipay', rate: 1 });
    expect(alipay?.tries).toBeCloseTo(30, 0);
    expect(alipay?.paid).toBeCloseTo(30, 0);
    expect(broken?.state).toMatch(/broken|recovering/);
    expect(broken?.reasons.map(({ code }) => code)).toEqual(['broken', 'impaired']);
    expect(broken?.reasons[0]?.zh).toMatch(/异常.*试单/);
    expect(broken?.reasons[0]?.en).toContain(`it is tried from ${broken?.next_try} on`);
    expect(broken?.success?.methods[0]?.rate).toBe(0);
    expect(broken?.success?.now).toBeLessThan(0.2);
    const { data } = adviseOnChannels.reply.parse(
      (await routing.call(key, 'GET /v1/channels/advice')).body,
    );
    expect(data.map(({ code }) => code)).toContain('too_few_main');
  });

  test('200: tells impaired from recovering, names banks in trouble, and says when results are old', async () => {
    const tenant = newTenant();
    const key = routing.newKey(tenant);
    const impaired = await addChannel(routing, key, { max_per_second: 5 });
    const recovering = await addChannel(routing, key);
    const unknown = await addChannel(routing, key);
    const publish = (previousVersion: number, at: number) =>
      dynamoLearningStore({
        documents: routing.dynamo.documents,
        tableName: routing.dynamo.tables.channels,
      }).commit(tenant, {
        previousVersion,
        events: [],
        snapshot: aSnapshot(
          [
            someHealth(impaired, {
              factor: 0.6,
              perSecond: 3,
              methods: [
                ['alipay', 40, 22],
                ['wechat_pay', 0, 0],
              ],
              issuers: [['icbc', 0.5]],
              funnel: [50, 44, 30, 22],
            }),
            someHealth(recovering, { factor: 0.1, openedAt: at - 60_000, trialsFrom: at - 1 }),
          ],
          new Date(at),
        ),
      });
    await publish(0, Date.now());
    const fresh = await healthOf(key);
    expect(fresh).toMatchObject([
      {
        channel: impaired,
        state: 'impaired',
        stale: false,
        success: {
          now: 0.6,
          methods: [
            { method: 'alipay', tries: 40, paid: 22, rate: 0.55 },
            { method: 'wechat_pay', rate: null },
          ],
          banks: [{ issuer: 'icbc', now: 0.5 }],
        },
        funnel: { created: 50, shown: 44, engaged: 30, paid: 22 },
        seconds_to_success: { p50: 20, p99: 200 },
        load: { contract_per_second: 5 },
        reasons: [{ code: 'impaired' }, { code: 'issuer_impaired' }],
        next_try: null,
      },
      { channel: recovering, state: 'recovering', takes_payments: true },
      { channel: unknown, state: null, success: null, seconds_to_success: null, load: null },
    ]);
    expect(fresh[0]?.load?.per_second).toBeGreaterThan(0.5);
    const hourAgo = Date.now() - 3_600_000;
    await publish(1, hourAgo);
    const old = await healthOf(key);
    expect(old[0]).toMatchObject({
      stale: true,
      as_of: new Date(hourAgo).toISOString(),
      load: { per_second: 0 },
    });
  });

  test('200: says why a channel takes none, in both languages', async () => {
    const key = routing.newKey();
    const id = await addChannel(routing, key, {
      maintenance: [
        { starts_at: hoursFromNow(30), ends_at: hoursFromNow(31) },
        { starts_at: hoursFromNow(-1), ends_at: hoursFromNow(1) },
        { starts_at: hoursFromNow(20), ends_at: hoursFromNow(21) },
      ],
    });
    await routing.call(key, `POST /v1/channels/${id}/freeze`);
    const [health] = await healthOf(key);
    expect(health).toMatchObject({
      takes_payments: false,
      status: 'frozen',
      reasons: [
        {
          code: 'channel_not_enabled',
          en: 'The channel is frozen and takes no new payments.',
          zh: '通道状态为“冻结”，不接新单。',
        },
        { code: 'maintenance_now' },
      ],
      maintenance: { now: true },
    });
    const next = Date.parse(health?.maintenance.next?.starts_at ?? '');
    expect(Math.abs(next - Date.now() - 20 * 3_600_000)).toBeLessThan(60_000);
  });

  test('200: shows what payments of today have reserved of a cap, and stops when it is used up', async () => {
    const tenant = newTenant();
    const key = routing.newKey(tenant);
    // A zone where it is noon or so: the day must not turn while the test runs.
    const zone = new Date().getUTCHours() < 12 ? 'Asia/Shanghai' : 'America/New_York';
    const id = await addChannel(routing, key, {
      daily_cap: 10_000,
      min_amount: 100,
      day_zone: zone,
    });
    const day = capDay(new Date(), zone);
    const reserve = (minor: number) =>
      writeTransaction(routing.dynamo.documents, [
        {
          write: reserveCapWrite(routing.dynamo.tables.channels, tenant, {
            kind: 'reserve',
            channelId: id,
            day,
            amount: money('CNY', minor),
            cap: money('CNY', 10_000),
          }),
          refusal: 'cap_reached',
        },
      ]);
    await reserve(9_900);
    expect(await healthOf(key)).toMatchObject([
      { takes_payments: true, cap: { day, amount: 10_000, reserved: 9_900, left: 100 } },
    ]);
    await reserve(1);
    expect(await healthOf(key)).toMatchObject([
      {
        takes_payments: false,
        reasons: [{ code: 'daily_cap_reached' }],
        cap: { reserved: 9_901, left: 99 },
      },
    ]);
  });

  test("200: shows nobody else's channels", async () => {
    await addChannel(routing, routing.newKey());
    expect(await healthOf(routing.newKey())).toEqual([]);
  });

  test('401: without a key', async () => {
    expect((await routing.call(undefined, 'GET /v1/channels/health')).status).toBe(401);
  });
});
