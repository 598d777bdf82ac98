import { createDecider, type Decider } from '#shared/domain/routing/decide.ts';
import type { Knowledge } from '#shared/domain/routing/knowledge.ts';
import {
  type ChannelHealth,
  healthSnapshotSchema,
} from '#shared/domain/routing/learning/health-snapshot.ts';
import { WEIGHT_COUNT } from '#shared/domain/routing/model/features.ts';
import { preparePortfolio } from '#shared/domain/routing/portfolio.ts';
import { DEFAULT_ROUTING_SETTINGS } from '#shared/domain/routing/routing-settings.ts';
import { compileRules } from '#shared/domain/routing/rules/compile-rules.ts';
import { aCandidate, channelId } from '#test/support/an-account.ts';
import { seededRandom } from '#test/support/seeded-random.ts';
import { ISSUERS, METHODS, NOW } from '../payments.ts';
import type { NeutralRule } from '../rules/neutral-rule.ts';
import { asRuleSet } from './arteria.ts';
import type { RuleEngine } from './engine.ts';

const TAGS = [['bank', 'strict'], ['cards'], ['bank'], ['strict', 'cards'], []] as const;
/** Every eighth channel is half dead, and one of forty is broken. */
const IMPAIRED = 6;
const BROKEN = 21;

/**
 * The whole routing decision of the payment path: hard limits, rules, prediction by learned weights and health, utility
 * and order. It tells which rules it applied, so that it is held to the same answers as the engines.
 */
export const wholeDecision = (rules: readonly NeutralRule[], channelCount: number): RuleEngine => {
  const decider = aDecider(rules, channelCount);
  const random = seededRandom(channelCount);
  return {
    name: `whole decision, ${channelCount} channels`,
    kind: 'sync',
    match: ({ request }) => {
      const { matched, count } = decider.decide(request, random).rules;
      let mask = 0;
      for (let index = 0; index < count; index += 1) mask |= 1 << (matched[index] ?? 0);
      return mask;
    },
  };
};

/** A decider as the payment path makes one for every fresh snapshot: all channels take all payments of the bench. */
export const aDecider = (rules: readonly NeutralRule[], channelCount: number): Decider =>
  createDecider({
    portfolio: preparePortfolio(Array.from({ length: channelCount }, (_, at) => anAccountAt(at))),
    knowledge: someKnowledge(channelCount),
    rules: compileRules(asRuleSet(rules), 1),
    settings: DEFAULT_ROUTING_SETTINGS,
  });

const anAccountAt = (at: number) =>
  aCandidate(
    {
      id: channelId(at + 1),
      role: at % 4 === 3 ? 'backup' : 'main',
      methods: [...METHODS],
      upstream: `gateway-${at % 5}`,
      fee: { rateBasisPoints: 80 + ((37 * at) % 220), fixedMinor: 10 * (at % 3) },
      tags: [...(TAGS[at % TAGS.length] ?? [])],
      costs: {
        settlement: { days: at % 5, minimumMinor: 10_000 },
        hiddenBasisPoints: 5 * (at % 3),
        riskBasisPoints: 10,
        attemptMinor: 1,
      },
      issuerLimits: [],
    },
    { methods: METHODS },
  );

const someKnowledge = (channelCount: number): Knowledge => {
  const random = seededRandom(20_260_301);
  return {
    snapshot: healthSnapshotSchema.parse({
      version: 1,
      takenAt: NOW.getTime(),
      upTo: NOW.getTime(),
      calibration: { offset: 0.1, slope: 0.9 },
      channels: Array.from({ length: channelCount }, (_, at) => aHealth(at, random)),
    }),
    weights: Float32Array.from({ length: WEIGHT_COUNT }, () => 0.6 * (random() - 0.5)),
    weightsVersion: 1,
    priors: new Map(),
  };
};

const aHealth = (at: number, random: () => number): ChannelHealth => ({
  id: channelId(at + 1),
  factor: at % 8 === IMPAIRED ? 0.4 : 1 - 0.1 * random(),
  dead: at === BROKEN ? 0.99 : 0.01,
  openedAt: at === BROKEN ? NOW.getTime() - 60_000 : undefined,
  trialsFrom: NOW.getTime() - 1_000,
  perSecond: 2 * random(),
  perDayMinor: Math.round(1_000_000 * random()),
  p50: 20,
  p99: 200,
  methods: METHODS.map((method): [string, number, number] => [method, 200, 150]),
  issuers: at % 3 === 0 ? [[ISSUERS[at % ISSUERS.length] ?? 'ICBC', 0.7]] : [],
});
