import { describe, expect, test } from 'vitest';
import { money } from '#shared/domain/money/money.ts';
import type { Candidate, RoutingRequest } from '#shared/domain/routing/candidate.ts';
import { createDecider } from '#shared/domain/routing/decide.ts';
import { explainDecision } from '#shared/domain/routing/explain/explain-decision.ts';
import { type Knowledge, NO_KNOWLEDGE } from '#shared/domain/routing/knowledge.ts';
import type { ChannelHealth } from '#shared/domain/routing/learning/health-snapshot.ts';
import { preparePortfolio } from '#shared/domain/routing/portfolio.ts';
import {
  DEFAULT_ROUTING_SETTINGS,
  type ForcedOrder,
  type RoutingSettings,
} from '#shared/domain/routing/routing-settings.ts';
import { type CompiledRules, compileRules } from '#shared/domain/routing/rules/compile-rules.ts';
import type { RuleAction } from '#shared/domain/routing/rules/rule-set-schema.ts';
import { aCandidate, channelId } from '../../support/an-account.ts';
import { aRuleSet } from './rules/a-rule.ts';
import { aSnapshot, someHealth } from './some-health.ts';

const NOW = new Date('2026-03-01T12:00:00Z');
const at = (seconds: number): string => new Date(NOW.getTime() + seconds * 1_000).toISOString();

const PAYMENT: RoutingRequest = {
  amount: money('CNY', 990),
  method: 'alipay',
  device: 'mobile',
  now: NOW,
  expiresAt: new Date(NOW.getTime() + 900_000),
  triedChannelIds: [],
  failedUpstreams: [],
};

/** The dearer a channel, the later it would come by itself: 1, 2, 3. */
const CANDIDATES = [1, 2, 3].map((n) =>
  aCandidate({
    id: channelId(n),
    upstream: `gateway-${n}`,
    priority: n,
    fee: { rateBasisPoints: 100 * n, fixedMinor: 0 },
  }),
);

const force = (
  numbers: readonly number[],
  changes: Partial<ForcedOrder> = {},
): RoutingSettings => ({
  ...DEFAULT_ROUTING_SETTINGS,
  forced: { channelIds: numbers.map(channelId), reason: 'drill', at: at(-60), ...changes },
});

const healthy = (changes: Partial<Record<number, Partial<ChannelHealth>>> = {}): Knowledge => ({
  ...NO_KNOWLEDGE,
  snapshot: aSnapshot(
    [1, 2, 3].map((n) => someHealth(channelId(n), changes[n])),
    NOW,
  ),
});

const decide = (
  settings: RoutingSettings,
  options: {
    candidates?: readonly Candidate[];
    knowledge?: Knowledge;
    rules?: CompiledRules;
    random?: () => number;
    request?: Partial<RoutingRequest>;
  } = {},
) => {
  const { candidates = CANDIDATES, knowledge = healthy(), rules, random = () => 0.99 } = options;
  const decider = createDecider({
    portfolio: preparePortfolio(candidates),
    knowledge,
    settings,
    ...(rules ? { rules } : {}),
  });
  const request = { ...PAYMENT, ...options.request };
  const decision = decider.decide(request, random);
  return {
    decision,
    order: decision.order.map((place) => Number(decider.portfolio.channels[place]?.id.slice(-4))),
    explained: explainDecision(decider, request, decision),
  };
};

const ruled = (action: RuleAction): CompiledRules => compileRules(aRuleSet(action), 1);

describe('channels that an operator puts first', () => {
  test('come first, in the order given, whatever they cost', () => {
    expect(decide(DEFAULT_ROUTING_SETTINGS).order).toEqual([1, 2, 3]);
    expect(decide(force([3])).order).toEqual([3, 1, 2]);
    expect(decide(force([3, 2])).order).toEqual([3, 2, 1]);
  });

  test('come first also where the merchant’s own order decides', () => {
    const settings = { ...force([3, 2]), strategy: 'priority' as const };
    expect(decide(settings).order).toEqual([3, 2, 1]);
    expect(decide(force([3, 2]), { knowledge: NO_KNOWLEDGE }).order).toEqual([3, 2, 1]);
  });

  test('come before what rules prefer', () => {
    const rules = ruled({
      action: 'prefer',
      channels: { field: 'id', op: 'eq', value: channelId(2) },
    });
    expect(decide(DEFAULT_ROUTING_SETTINGS, { rules }).order[0]).toBe(2);
    expect(decide(force([3]), { rules }).order).toEqual([3, 2, 1]);
  });

  test('stay out where a rule excludes them', () => {
    const rules = ruled({
      action: 'exclude',
      channels: { field: 'id', op: 'eq', value: channelId(3) },
    });
    expect(decide(force([3]), { rules }).order).toEqual([1, 2]);
  });

  test('take nothing beyond their hard limits, nor while they are frozen', () => {
    const [first, second, third] = CANDIDATES as [Candidate, Candidate, Candidate];
    const changed = (channel: Partial<Candidate['channel']>): Candidate[] => [
      first,
      second,
      { ...third, channel: { ...third.channel, ...channel } },
    ];
    for (const candidates of [
      changed({ status: 'frozen' }),
      changed({ status: 'draining' }),
      changed({ maxAmount: money('CNY', 989) }),
    ]) {
      expect(decide(force([3]), { candidates }).order).toEqual([1, 2]);
    }
  });

  test('come last while they are broken', () => {
    const openedAt = NOW.getTime() - 1_000;
    const knowledge = healthy({ 3: { openedAt, trialsFrom: NOW.getTime() + 60_000 } });
    expect(decide(force([3, 2]), { knowledge }).order).toEqual([2, 1, 3]);
  });

  test('are followed by the rest when an order has tried them', () => {
    const request = { triedChannelIds: [channelId(3)] };
    expect(decide(force([3, 2]), { request }).order).toEqual([2, 1]);
  });

  test.each([
    ['no end', {}, 3],
    ['an end to come', { until: at(1) }, 3],
    ['an end that is now', { until: at(0) }, 1],
    ['an end that is over', { until: at(-1) }, 1],
    ['a beginning after the payment', { at: at(1) }, 1],
  ])('with %s: by the time of the payment', (_case, changes, first) => {
    expect(decide(force([3], changes)).order[0]).toBe(first);
  });

  test('are not drawn against: neither to explore nor to try a broken channel', () => {
    const settings = { ...force([3]), trialShare: 0.2, explorationShare: 0.1 };
    const openedAt = NOW.getTime() - 60_000;
    const knowledge = healthy({ 1: { openedAt, trialsFrom: NOW.getTime() - 1 } });
    for (let draw = 0; draw < 100; draw += 1) {
      const { order, decision } = decide(settings, { knowledge, random: () => draw / 100 });
      expect(order[0]).toBe(3);
      expect(decision).toMatchObject({ first: 'best', propensity: 1 });
    }
  });

  test('are explained by the operator’s reason, and only while it counts', () => {
    const reasonsOf = (settings: RoutingSettings) =>
      decide(settings).explained.map(({ reasons }) => reasons.find((it) => it.code === 'forced'));
    expect(reasonsOf(force([3]))).toEqual([
      {
        code: 'forced',
        en: 'An operator has put it first: drill.',
        zh: '操作员已手动置顶该通道：drill。',
      },
      undefined,
      undefined,
    ]);
    expect(reasonsOf(force([3], { until: at(-1) }))).toEqual([undefined, undefined, undefined]);
  });

  test('that exist no more change nothing', () => {
    expect(decide(force([7])).order).toEqual([1, 2, 3]);
  });
});
