import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dynamoBrokenTenants } from '#shared/adapters/dynamodb/broken-tenants.ts';
import { dynamoBuyerHabits } from '#shared/adapters/dynamodb/buyer-habits.ts';
import {
  dynamoKnowledgeReader,
  dynamoLearningStore,
} from '#shared/adapters/dynamodb/learning-store.ts';
import { dynamoPriorStore } from '#shared/adapters/dynamodb/prior-store.ts';
import { dynamoProbeStore } from '#shared/adapters/dynamodb/probe-store.ts';
import { dynamoRuleHits } from '#shared/adapters/dynamodb/rule-hits.ts';
import { learnFrom } from '#shared/application/routing/learn.ts';
import { type ProbeDeps, probeChannels } from '#shared/application/routing/probe-channels.ts';
import type { Channel } from '#shared/domain/channels/channel.ts';
import { providerOrderNumberOf } from '#shared/domain/identity/ids.ts';
import type { Tenant } from '#shared/domain/identity/tenant.ts';
import type { LearningEvent } from '#shared/domain/routing/learning/learning-event.ts';
import { systemRuntime } from '#shared/platform/runtime.ts';
import { aChannel, aTenant, CHANNEL_A, NOW } from '#test/support/builders.ts';
import { type Dynamo, startDynamo } from '#test/support/dynamo.ts';
import { aFakeProvider, fakeChannelServices } from '#test/support/fake-channel.ts';

let dynamo: Dynamo;
beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo?.stop());

/** Payments of a channel that refuses them all, from NOW on, ten seconds apart. */
const refusals = (count: number): LearningEvent[] =>
  Array.from({ length: count }, (_, n) => {
    const at = NOW.getTime() + n * 10_000;
    const attemptId = `att_${String(n).padStart(6, '0')}`;
    return [
      {
        kind: 'started' as const,
        at,
        attemptId,
        channelId: CHANNEL_A,
        provider: 'fake',
        p: 0.85,
        priorLogit: 1.7,
        context: {
          amountMinor: 1_000,
          currency: 'CNY' as const,
          method: 'alipay',
          device: 'mobile',
          region: '',
          issuer: '',
          hour: 12,
          riskLevel: 'low' as const,
          returningBuyer: false,
          preferredChannelId: undefined,
        },
      },
      {
        kind: 'ended' as const,
        at: at + 500,
        attemptId,
        result: 'refused' as const,
        blame: 'channel' as const,
        stage: 'created' as const,
      },
    ];
  }).flat();

/** A shop whose only channel broke a moment ago, and its prober. */
const aBrokenShop = async ({ closes = true, changes = {} as Partial<Channel> } = {}) => {
  const tenant = aTenant();
  const table = { documents: dynamo.documents, tableName: dynamo.tables.channels };
  const channel = { ...aChannel(tenant), id: CHANNEL_A, provider: 'fake', ...changes };
  const provider = aFakeProvider({ closes });
  provider.setClose({ kind: 'closed' });
  provider.answersQuery({ kind: 'found', status: 'pending', providerStatus: 'WAIT' });
  const clock = { now: NOW.getTime() };
  const logged: string[] = [];
  const log = (message: string) => {
    logged.push(message);
  };
  const store = dynamoProbeStore(table);
  const knowledge = dynamoKnowledgeReader(table);
  const all = dynamoBrokenTenants(table);
  const deps: ProbeDeps = {
    ...fakeChannelServices(provider, () => [channel]),
    learning: dynamoLearningStore(table),
    ruleHits: dynamoRuleHits(table),
    shares: dynamoPriorStore(table),
    habits: dynamoBuyerHabits(table),
    kept: new Map(),
    knowledge,
    probes: store,
    // Other tests' shops are not this one's business.
    broken: {
      ...all,
      list: async () =>
        (await all.list()).filter((listed) => listed.tenant.merchantId === tenant.merchantId),
    },
    runtime: { now: () => new Date(clock.now), newId: systemRuntime.newId },
    log: { info: log, warn: log, error: log },
  };
  await learnFrom(deps, tenant, refusals(4));
  const health = async () => (await knowledge.snapshot(tenant))?.channels[0];
  /** Proven, or believed well by now. */
  const takesBuyers = async () => {
    const known = await health();
    return known?.proven === true || known?.openedAt === undefined;
  };
  const trialsFrom = (await health())?.trialsFrom ?? Number.NaN;
  clock.now = trialsFrom + 1_000;
  return { tenant, deps, provider, clock, store, health, takesBuyers, trialsFrom, all, logged };
};

const probesOf = (store: ReturnType<typeof dynamoProbeStore>, tenant: Tenant) =>
  store.list(tenant, NOW);

describe('a broken channel whose provider can close orders', () => {
  test('gets a synthetic order after its pause, asked about and closed under its own number, and is then proven', async () => {
    const shop = await aBrokenShop();
    expect(await shop.health()).toMatchObject({ openedAt: expect.any(Number) });
    await probeChannels(shop.deps);
    const [probe, ...others] = await probesOf(shop.store, shop.tenant);
    expect(others).toEqual([]);
    expect(probe).toMatchObject({ channelId: CHANNEL_A, result: 'taken', isClosed: true });
    const orderNumber = providerOrderNumberOf(probe?.id ?? '');
    expect(shop.provider.asked.map(({ request }) => request.orderNumber)).toEqual([orderNumber]);
    expect(shop.provider.askedToClose.map((closed) => closed.orderNumber)).toEqual([orderNumber]);
    expect(await shop.health()).toMatchObject({ openedAt: expect.any(Number), proven: true });
    // What is proven waits for buyers: no second order.
    shop.clock.now += 60_000;
    await probeChannels(shop.deps);
    expect(shop.provider.asked).toHaveLength(1);
  });

  test('gets none before its pause is over', async () => {
    const shop = await aBrokenShop();
    shop.clock.now = shop.trialsFrom - 1;
    await probeChannels(shop.deps);
    expect(shop.provider.asked).toEqual([]);
  });

  test('that refuses it is left alone for a longer pause', async () => {
    const shop = await aBrokenShop();
    shop.provider.answersCreate(CHANNEL_A, {
      kind: 'did_not_happen',
      reason: 'provider_maintenance',
      detail: 'SYSTEM_BUSY',
    });
    await probeChannels(shop.deps);
    const [probe] = await probesOf(shop.store, shop.tenant);
    expect(probe).toMatchObject({ result: 'refused', isClosed: true, detail: 'SYSTEM_BUSY' });
    const health = await shop.health();
    expect(health?.trialsFrom).toBeGreaterThanOrEqual(shop.clock.now + 60_000);
    expect(health?.proven).toBeUndefined();
    expect(shop.provider.askedToClose).toEqual([]);
  });

  test.each([
    ['without an answer', { kind: 'unknown' as const, detail: 'timed out' }],
    [
      'with an exception',
      async () => {
        throw new Error('socket hang up');
      },
    ],
  ])('that answers %s is unknown, closed all the same, and pauses again', async (_how, answer) => {
    const shop = await aBrokenShop();
    shop.provider.answersCreate(CHANNEL_A, answer);
    await probeChannels(shop.deps);
    const [probe] = await probesOf(shop.store, shop.tenant);
    expect(probe).toMatchObject({ result: 'unknown', isClosed: true });
    expect(shop.provider.askedToClose).toHaveLength(1);
    expect((await shop.health())?.trialsFrom).toBeGreaterThan(shop.clock.now);
  });

  test('is not proven by an order that cannot be closed', async () => {
    const shop = await aBrokenShop();
    shop.provider.setClose({ kind: 'unknown', detail: 'no answer' });
    await probeChannels(shop.deps);
    const [probe] = await probesOf(shop.store, shop.tenant);
    expect(probe).toMatchObject({ result: 'unknown', isClosed: false });
    expect((await shop.health())?.proven).toBeUndefined();
  });

  test('gets one order a minute, however many processes run at once', async () => {
    const shop = await aBrokenShop();
    const others = Array.from({ length: 8 }, () => ({ ...shop.deps, kept: new Map() }));
    await Promise.all(others.map((deps) => probeChannels(deps)));
    expect(shop.provider.asked).toHaveLength(1);
    expect(await shop.health()).toMatchObject({ proven: true });
  });

  test('whose prober died between the order and its end is closed two minutes later, and probed anew', async () => {
    const shop = await aBrokenShop();
    const dies: ProbeDeps = {
      ...shop.deps,
      probes: {
        ...shop.store,
        finish: async () => {
          throw new Error('killed');
        },
      },
    };
    await probeChannels(dies);
    const [lost] = await probesOf(shop.store, shop.tenant);
    expect(lost?.endedAt).toBeUndefined();
    shop.clock.now += 120_000;
    await probeChannels(shop.deps);
    const [closed] = await probesOf(shop.store, shop.tenant);
    expect(closed).toMatchObject({ id: lost?.id, result: 'unknown', isClosed: true });
    const numbers = shop.provider.askedToClose.map(({ orderNumber }) => orderNumber);
    expect(
      numbers.filter((number) => number === providerOrderNumberOf(lost?.id ?? '')),
    ).toHaveLength(2);
    // The lost one taught that nobody knows: the channel pauses once more, and is probed after that.
    shop.clock.now = ((await shop.health())?.trialsFrom ?? 0) + 1_000;
    await probeChannels(shop.deps);
    expect(await shop.takesBuyers()).toBe(true);
  });

  test('whose prober died before it learned the result is probed anew in the next minute', async () => {
    const shop = await aBrokenShop();
    const dies: ProbeDeps = {
      ...shop.deps,
      kept: new Map(),
      learning: {
        ...shop.deps.learning,
        commit: async () => {
          throw new Error('killed');
        },
      },
    };
    await probeChannels(dies);
    expect((await shop.health())?.proven).toBeUndefined();
    shop.clock.now += 60_000;
    await probeChannels(shop.deps);
    expect(await shop.takesBuyers()).toBe(true);
    expect(shop.provider.asked).toHaveLength(2);
  });
});

describe('no synthetic order', () => {
  test.each<[string, { closes?: boolean; changes?: Partial<Channel> }]>([
    ['is made where the provider cannot close it', { closes: false }],
    ['is made for a frozen account', { changes: { status: 'frozen' } }],
    [
      'is made in announced maintenance',
      {
        changes: {
          maintenance: [
            {
              startsAt: new Date(NOW.getTime() - 1).toISOString(),
              endsAt: new Date(NOW.getTime() + 3_600_000).toISOString(),
            },
          ],
        },
      },
    ],
  ])('%s', async (_case, options) => {
    const shop = await aBrokenShop(options);
    await probeChannels(shop.deps);
    expect(shop.provider.asked).toEqual([]);
  });

  test('is made for a shop whose channels are well again, and the shop is no longer listed', async () => {
    const shop = await aBrokenShop();
    const listed = async () =>
      (await shop.all.list()).filter(({ tenant }) => tenant.merchantId === shop.tenant.merchantId);
    expect(await listed()).toHaveLength(1);
    const well: ProbeDeps = {
      ...shop.deps,
      knowledge: { snapshot: async () => undefined },
    };
    await probeChannels(well);
    expect(shop.provider.asked).toEqual([]);
    expect(await listed()).toEqual([]);
  });

  test('is missing for others because of one shop that cannot be read', async () => {
    const shop = await aBrokenShop();
    const [mine] = await shop.deps.broken.list();
    if (!mine) throw new Error('the shop is listed');
    const stranger = aTenant();
    await probeChannels({
      ...shop.deps,
      broken: {
        ...shop.deps.broken,
        list: async () => [{ tenant: stranger, version: 1 }, mine],
      },
      channels: {
        ...shop.deps.channels,
        list: async (tenant) => {
          if (tenant.merchantId === stranger.merchantId) throw new Error('cannot be read');
          return shop.deps.channels.list(tenant);
        },
      },
    });
    expect(shop.provider.asked).toHaveLength(1);
    expect(shop.logged).toContain('broken channels of a tenant could not be probed');
  });
});
