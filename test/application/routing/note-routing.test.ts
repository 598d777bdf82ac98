import { describe, expect, test } from 'vitest';
import { noteRouting } from '#shared/application/routing/note-routing.ts';
import type { RoutedPayment } from '#shared/application/routing/route-payment.ts';
import { money } from '#shared/domain/money/money.ts';
import { createDecider } from '#shared/domain/routing/decide.ts';
import { type Knowledge, NO_KNOWLEDGE } from '#shared/domain/routing/knowledge.ts';
import type { ChannelHealth } from '#shared/domain/routing/learning/health-snapshot.ts';
import { preparePortfolio } from '#shared/domain/routing/portfolio.ts';
import { DEFAULT_ROUTING_SETTINGS } from '#shared/domain/routing/routing-settings.ts';
import { compileRules } from '#shared/domain/routing/rules/compile-rules.ts';
import type { ChannelSelector, RuleSet } from '#shared/domain/routing/rules/rule-set-schema.ts';
import { aRuleSet } from '../../domain/routing/rules/a-rule.ts';
import { aCandidate, channelId } from '../../support/an-account.ts';

const NOW = new Date('2026-03-04T04:00:00Z');
const [A, B, C] = [channelId(1), channelId(2), channelId(3)] as [string, string, string];

const routed = ({
  rules,
  healths = [],
  uniform = 0.5,
  minor = 50_000,
}: {
  rules?: RuleSet;
  healths?: readonly Partial<ChannelHealth>[];
  uniform?: number;
  minor?: number;
}): RoutedPayment => {
  const request = {
    amount: money('CNY', minor),
    method: 'alipay' as const,
    device: 'mobile' as const,
    now: NOW,
    expiresAt: new Date(NOW.getTime() + 900_000),
    triedChannelIds: [],
    failedUpstreams: [],
  };
  const decider = createDecider({
    portfolio: preparePortfolio([A, B, C].map((id) => aCandidate({ id }))),
    knowledge: knowing(healths),
    settings: DEFAULT_ROUTING_SETTINGS,
    ...(rules && { rules: compileRules(rules, 4) }),
  });
  const decision = decider.decide(request, () => uniform);
  const order = decision.order.map((place) => decider.portfolio.channels[place]?.id ?? '');
  return { request, decider, decision, shadow: undefined, order, channels: new Map() };
};

const knowing = (healths: readonly Partial<ChannelHealth>[]): Knowledge => ({
  ...NO_KNOWLEDGE,
  snapshot: {
    version: 7,
    takenAt: NOW.getTime(),
    upTo: NOW.getTime(),
    calibration: { offset: 0, slope: 1 },
    channels: [A, B, C].map((id, index) => ({
      id,
      factor: 1,
      dead: 0,
      trialsFrom: 0,
      perSecond: 0,
      perDayMinor: 0,
      p50: 10,
      p99: 100,
      methods: [],
      issuers: [],
      ...healths[index],
    })),
  },
});

const only = (value: string): ChannelSelector => ({ field: 'id', op: 'eq', value });

describe('what is kept of a decision', () => {
  test('tells how likely a split put the channel first, though the payment drew one share only', () => {
    const rules = aRuleSet({
      action: 'split',
      shares: [
        { channels: only(B), share: 70 },
        { channels: only(C), share: 30 },
      ],
    });
    for (const [uniform, id, share] of [
      [0.2, B, 0.7],
      [0.9, C, 0.3],
    ] as const) {
      const payment = routed({ rules, uniform });
      expect(payment.order[0]).toBe(id);
      const { routing } = noteRouting(payment, id);
      expect(routing?.propensity).toBeCloseTo(share);
      // The decision is still as it was: the next channel is noted from it.
      expect(noteRouting(payment, payment.order[1] ?? '').routing).toMatchObject({
        rank: 2,
        propensity: 1,
        candidates: routing?.candidates,
      });
    }
  });

  test('is 1 where nothing was drawn', () => {
    expect(noteRouting(routed({}), A).routing).toMatchObject({ rank: 1, propensity: 1 });
  });

  test('names the channels that were not well', () => {
    const before = NOW.getTime() - 60_000;
    const { routing } = noteRouting(
      routed({
        healths: [
          { factor: 0.3 },
          { factor: 0.1, openedAt: before, trialsFrom: NOW.getTime() + 60_000 },
          { factor: 0.1, openedAt: before, trialsFrom: before },
        ],
      }),
      A,
    );
    expect(routing?.candidates.map((it) => [it.channelId, it.health])).toEqual([
      [A, 'impaired'],
      [B, 'broken'],
      [C, 'recovering'],
    ]);
    const { routing: well } = noteRouting(routed({}), A);
    expect(well?.candidates.some((candidate) => 'health' in candidate)).toBe(false);
  });
});
