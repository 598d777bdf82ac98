import { describe, expect, test } from 'vitest';
import { money } from '#shared/domain/money/money.ts';
import type { RoutingRequest } from '#shared/domain/routing/candidate.ts';
import { createDecider, type Decider } from '#shared/domain/routing/decide.ts';
import { NO_KNOWLEDGE } from '#shared/domain/routing/knowledge.ts';
import { preparePortfolio } from '#shared/domain/routing/portfolio.ts';
import { firstShares } from '#shared/domain/routing/rank/first-shares.ts';
import { DEFAULT_ROUTING_SETTINGS } from '#shared/domain/routing/routing-settings.ts';
import { compileRules } from '#shared/domain/routing/rules/compile-rules.ts';
import type {
  ChannelSelector,
  RuleAction,
  RuleSet,
} from '#shared/domain/routing/rules/rule-set-schema.ts';
import { aCandidate, channelId } from '../../../support/an-account.ts';
import { seededRandom } from '../../../support/seeded-random.ts';
import { aRuleSet } from '../rules/a-rule.ts';

const DRAWS = 40_000;
/** Four standard deviations of a share of one half. */
const TOLERANCE = 4 * Math.sqrt(0.25 / DRAWS);
const WEIGHTS = [50, 30, 20, 0];
const IDS = WEIGHTS.map((_, index) => channelId(index + 1));
const NOW = new Date('2026-03-04T04:00:00Z');

const aPayment: RoutingRequest = {
  amount: money('CNY', 990),
  method: 'alipay',
  device: 'mobile',
  now: NOW,
  expiresAt: new Date(NOW.getTime() + 900_000),
  triedChannelIds: [],
  failedUpstreams: [],
};

const aDecider = ({ rules, given }: { rules?: RuleSet; given?: readonly number[] }): Decider =>
  createDecider({
    portfolio: preparePortfolio(
      WEIGHTS.map((weight, index) =>
        aCandidate({ id: channelId(index + 1), weight, priority: index === 3 ? 0 : 1 }),
      ),
    ),
    knowledge: {
      ...NO_KNOWLEDGE,
      ...(given && { given: new Map(IDS.map((id, index) => [id, given[index] ?? 0])) }),
    },
    settings: { ...DEFAULT_ROUTING_SETTINGS, explorationShare: 0.1 },
    ...(rules && { rules: compileRules(rules, 1) }),
  });

const only = (...ids: readonly string[]): ChannelSelector => ({
  any: ids.map((value) => ({ field: 'id', op: 'eq', value })),
});

const SPLIT: RuleAction = {
  action: 'split',
  shares: [
    { channels: only(channelId(2)), share: 60 },
    { channels: only(channelId(1), channelId(3)), share: 40 },
  ],
};
const NO_FOURTH: RuleAction = { action: 'exclude', channels: only(channelId(4)) };

describe('the shares of first choices', () => {
  test.each([
    ['by weight', aDecider({ rules: aRuleSet(NO_FOURTH) })],
    ['by priority, whatever the weight', aDecider({})],
    ['by utility, with exploration', aDecider({ given: [0.7, 0.8, 0.6, 0.5] })],
    ['split, then by weight', aDecider({ rules: aRuleSet(NO_FOURTH, SPLIT) })],
    ['split, with exploration', aDecider({ rules: aRuleSet(SPLIT), given: [0.7, 0.8, 0.9, 0.5] })],
    ['split twice', aDecider({ rules: aRuleSet(NO_FOURTH, SPLIT, SPLIT), given: [0.7, 0.8, 0.9] })],
  ])('are those of many decisions: %s', (_case, decider) => {
    const { first } = firstShares(decider, aPayment);
    const random = seededRandom(7);
    const counts = new Map<number, number>();
    for (let draw = 0; draw < DRAWS; draw += 1) {
      const place = decider.decide(aPayment, random).order[0] ?? -1;
      counts.set(place, (counts.get(place) ?? 0) + 1);
    }
    expect([...first.values()].reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
    for (const place of IDS.keys()) {
      const drawn = (counts.get(place) ?? 0) / DRAWS;
      expect(Math.abs(drawn - (first.get(place) ?? 0))).toBeLessThan(TOLERANCE);
    }
  });

  test('are the propensities that decisions tell, where no rule splits', () => {
    const random = seededRandom(8);
    for (const given of [undefined, [0.7, 0.8, 0.6, 0.5]]) {
      const decider = aDecider({ rules: aRuleSet(NO_FOURTH), ...(given && { given }) });
      const { first } = firstShares(decider, aPayment);
      for (let draw = 0; draw < 500; draw += 1) {
        const { order, propensity } = decider.decide(aPayment, random);
        expect(propensity).toBeCloseTo(first.get(order[0] ?? -1) ?? 0, 12);
      }
    }
  });

  test('without what is drawn in order to learn are the best alone', () => {
    const { chosen } = firstShares(aDecider({ given: [0.7, 0.8, 0.6, 0.5] }), aPayment);
    expect([...chosen]).toEqual([[1, 1]]);
  });

  test('of a second try have nothing that is drawn in order to learn', () => {
    const { first } = firstShares(aDecider({ given: [0.7, 0.8, 0.6, 0.5] }), {
      ...aPayment,
      triedChannelIds: [channelId(2)],
    });
    expect([...first]).toEqual([[0, 1]]);
  });

  test('of no channel are empty', () => {
    const decider = aDecider({
      rules: aRuleSet({ action: 'restrict_to', channels: only('nobody') }),
    });
    expect(firstShares(decider, aPayment).first.size).toBe(0);
  });
});
