import { describe, expect, test } from 'vitest';
import { type GuidanceDeps, guidanceReader } from '#shared/application/routing/read-guidance.ts';
import { routePayment } from '#shared/application/routing/route-payment.ts';
import { channelRegistry } from '#shared/channels/registry.ts';
import type { Channel } from '#shared/domain/channels/channel.ts';
import { money } from '#shared/domain/money/money.ts';
import type { RoutingRequest } from '#shared/domain/routing/candidate.ts';
import { createDecider } from '#shared/domain/routing/decide.ts';
import { NO_KNOWLEDGE } from '#shared/domain/routing/knowledge.ts';
import type { HealthSnapshot } from '#shared/domain/routing/learning/health-snapshot.ts';
import { WEIGHT_COUNT } from '#shared/domain/routing/model/features.ts';
import { preparePortfolio } from '#shared/domain/routing/portfolio.ts';
import { DEFAULT_ROUTING_SETTINGS } from '#shared/domain/routing/routing-settings.ts';
import { compileRules } from '#shared/domain/routing/rules/compile-rules.ts';
import { aRuleSet } from '#test/domain/routing/rules/a-rule.ts';
import { aSnapshot, someHealth } from '#test/domain/routing/some-health.ts';
import { aCandidate, anAccount, channelId } from '#test/support/an-account.ts';
import { aTenant } from '#test/support/builders.ts';

const NOW = new Date('2026-03-04T04:00:00Z');
const secondsIn = (seconds: number): Date => new Date(NOW.getTime() + seconds * 1_000);
const [A, B] = [channelId(1), channelId(2)];
const RULES = compileRules(
  aRuleSet({ action: 'prefer', channels: { field: 'id', op: 'eq', value: A } }),
  3,
);
const DRAFT = compileRules(
  aRuleSet({ action: 'exclude', channels: { field: 'id', op: 'eq', value: A } }),
  4,
);
const SNAPSHOT: HealthSnapshot = aSnapshot([someHealth(A), someHealth(B)], NOW);

/** A reader whose clock and stores the test sets, and what it logged. */
const aReader = (changes: Partial<GuidanceDeps> = {}) => {
  const clock = { now: NOW };
  const logged: { level: string; message: string; fields?: Record<string, unknown> }[] = [];
  const note = (level: string) => (message: string, fields?: Record<string, unknown>) => {
    logged.push({ level, message, ...(fields && { fields }) });
  };
  const reader = guidanceReader({
    knowledge: {
      snapshot: async () => SNAPSHOT,
      weights: async () => ({ version: 5, weights: new Float32Array(WEIGHT_COUNT) }),
    },
    rules: { read: async () => ({ active: RULES, shadow: DRAFT }) },
    settings: { read: async () => ({ ...DEFAULT_ROUTING_SETTINGS, failureMinor: 99 }) },
    priors: { readPooled: async () => new Map([['fake|alipay', 0.9]]) },
    log: { info: note('info'), warn: note('warn'), error: note('error') },
    runtime: { now: () => clock.now },
    ...changes,
  });
  return { reader, clock, logged };
};

const broken = async (): Promise<never> => {
  throw new Error('the table does not answer');
};

describe('what decisions are made with', () => {
  test('is everything there is', async () => {
    const { reader, logged } = aReader();
    expect(await reader.read(aTenant())).toMatchObject({
      rules: RULES,
      shadow: DRAFT,
      settings: { failureMinor: 99 },
      knowledge: { snapshot: SNAPSHOT, weightsVersion: 5, priors: new Map([['fake|alipay', 0.9]]) },
    });
    expect(logged).toEqual([]);
  });

  test.each<[string, Partial<GuidanceDeps>, Record<string, unknown>]>([
    [
      'snapshot',
      { knowledge: { snapshot: broken, weights: async () => undefined } },
      { knowledge: { snapshot: undefined }, rules: RULES },
    ],
    [
      'weights',
      { knowledge: { snapshot: async () => SNAPSHOT, weights: broken } },
      { knowledge: { snapshot: SNAPSHOT, weights: undefined, weightsVersion: 0 } },
    ],
    ['priors', { priors: { readPooled: broken } }, { knowledge: { priors: new Map() } }],
    [
      'rules',
      { rules: { read: broken } },
      { rules: undefined, shadow: undefined, knowledge: { snapshot: SNAPSHOT } },
    ],
    [
      'settings',
      { settings: { read: broken } },
      { settings: DEFAULT_ROUTING_SETTINGS, rules: RULES },
    ],
  ])('does without its %s when that cannot be read, and says so', async (what, deps, expected) => {
    const { reader, logged } = aReader(deps);
    expect(await reader.read(aTenant())).toMatchObject(expected);
    expect(logged).toEqual([
      { level: 'error', message: expect.any(String), fields: { what, error: expect.any(Error) } },
    ]);
  });

  test('is the merchant’s own order when nothing at all can be read', async () => {
    const { reader } = aReader({
      knowledge: { snapshot: broken, weights: broken },
      rules: { read: broken },
      settings: { read: broken },
      priors: { readPooled: broken },
    });
    const { decision, order } = await routed(reader);
    expect(decision.by).toBe('priority');
    expect(order).toEqual([B, A]);
  });
});

const PAYMENT: RoutingRequest = {
  amount: money('CNY', 50_000),
  method: 'alipay',
  device: 'mobile',
  now: NOW,
  expiresAt: secondsIn(900),
  triedChannelIds: [],
  failedUpstreams: [],
};

/** Two accounts: the cheaper one comes second in the merchant's own order. */
const CHANNELS: Channel[] = [
  anAccount({
    id: A,
    provider: 'epay',
    priority: 2,
    fee: { rateBasisPoints: 10, fixedMinor: 0 },
  }),
  anAccount({
    id: B,
    provider: 'epay',
    priority: 1,
    fee: { rateBasisPoints: 300, fixedMinor: 0 },
  }),
];

const routed = (guidance: ReturnType<typeof guidanceReader>, tenant = aTenant()) =>
  routePayment(
    {
      channels: { list: async () => CHANNELS } as never,
      guidance,
      registry: channelRegistry,
      runtime: { random: () => 0.99 },
    },
    tenant,
    PAYMENT,
  );

const NO_RULES: Partial<GuidanceDeps> = {
  rules: { read: async () => ({ active: undefined, shadow: undefined }) },
};

describe('a snapshot', () => {
  test('decides by utility, its absence by priority', async () => {
    const best = await routed(aReader(NO_RULES).reader);
    expect([best.decision.by, best.order]).toEqual(['best', [A, B]]);
    const none = await routed(
      aReader({
        ...NO_RULES,
        knowledge: { snapshot: async () => undefined, weights: async () => undefined },
      }).reader,
    );
    expect([none.decision.by, none.order]).toEqual(['priority', [B, A]]);
  });

  test('that does not show this process’s own payment after half a minute is stale: priority decides', async () => {
    const { reader, clock, logged } = aReader(NO_RULES);
    const tenant = aTenant();
    reader.noteAttempt(tenant, { channelId: A, at: secondsIn(1) });
    clock.now = secondsIn(31);
    expect((await routed(reader, tenant)).decision.by).toBe('best');
    expect(logged).toEqual([]);
    clock.now = secondsIn(31.001);
    const { decision, order } = await routed(reader, tenant);
    expect([decision.by, order]).toEqual(['priority', [B, A]]);
    expect(logged).toMatchObject([{ level: 'warn', fields: tenant }]);
    // Another tenant's learner may be well.
    expect((await routed(reader)).decision.by).toBe('best');
  });

  test('is not stale because there were no payments, for hours', async () => {
    const { reader, clock } = aReader(NO_RULES);
    clock.now = secondsIn(6 * 3_600);
    expect((await routed(reader)).decision.by).toBe('best');
  });

  test('is fresh again as soon as it shows the payment', async () => {
    let snapshot = SNAPSHOT;
    const { reader, clock } = aReader({
      ...NO_RULES,
      knowledge: { snapshot: async () => snapshot, weights: async () => undefined },
    });
    const tenant = aTenant();
    reader.noteAttempt(tenant, { channelId: A, at: secondsIn(1) });
    clock.now = secondsIn(40);
    expect((await reader.read(tenant)).knowledge.snapshot).toBeUndefined();
    snapshot = { ...SNAPSHOT, upTo: secondsIn(1).getTime() };
    expect((await reader.read(tenant)).knowledge.snapshot).toBe(snapshot);
    clock.now = secondsIn(4_000);
    expect((await reader.read(tenant)).knowledge.snapshot).toBe(snapshot);
  });

  test('is stale by the oldest payment that it does not show, however many there are', async () => {
    const { reader, clock } = aReader(NO_RULES);
    const tenant = aTenant();
    for (let index = 0; index < 2_000; index += 1) {
      reader.noteAttempt(tenant, { channelId: A, at: secondsIn(1 + index / 100) });
    }
    clock.now = secondsIn(31.5);
    const { knowledge } = await reader.read(tenant);
    expect(knowledge.snapshot).toBeUndefined();
    expect(knowledge.own?.length).toBeLessThanOrEqual(500);
  });

  test('is followed by this process’s own payments as load, of this tenant only', async () => {
    const { reader } = aReader();
    const tenant = aTenant();
    for (const seconds of [-1, 0, 1, 2]) {
      reader.noteAttempt(tenant, { channelId: A, at: secondsIn(seconds) });
    }
    expect((await reader.read(tenant)).knowledge.own).toEqual([
      { channelId: A, at: secondsIn(1).getTime() },
      { channelId: A, at: secondsIn(2).getTime() },
    ]);
    expect((await reader.read(aTenant())).knowledge.own).toEqual([]);
  });
});

describe('without weights', () => {
  const successOf = (
    methods: [string, number, number][],
    weights: Float32Array | undefined,
  ): number => {
    const decider = createDecider({
      portfolio: preparePortfolio([aCandidate({ id: A })]),
      knowledge: {
        ...NO_KNOWLEDGE,
        snapshot: aSnapshot([someHealth(A, { methods })], NOW),
        weights,
        priors: new Map([['fake|alipay', 0.8]]),
      },
      settings: DEFAULT_ROUTING_SETTINGS,
    });
    return decider.decide(PAYMENT, () => 0.99).p[0] ?? Number.NaN;
  };

  test('success is what the channel’s method had lately, drawn to what other shops have', () => {
    // (paid + 20 × 0.8) / (tries + 20)
    expect(successOf([['alipay', 180, 60]], undefined)).toBeCloseTo(76 / 200, 9);
    expect(successOf([['alipay', 2_000, 1_900]], undefined)).toBeCloseTo(1_916 / 2_020, 9);
  });

  test('success of a method without a rate is that of other shops', () => {
    expect(successOf([], undefined)).toBeCloseTo(0.8, 9);
    expect(successOf([['wechat_pay', 500, 0]], undefined)).toBeCloseTo(0.8, 9);
  });

  test('rates count, with weights they do not', () => {
    const nothingLearned = new Float32Array(WEIGHT_COUNT);
    expect(successOf([['alipay', 180, 60]], nothingLearned)).toBeCloseTo(0.8, 9);
  });
});
