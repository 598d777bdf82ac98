import { attemptIdOf, toOrderId } from '#shared/domain/identity/ids.ts';
import { money } from '#shared/domain/money/money.ts';
import { type Attempt, attemptSchema } from '#shared/domain/orders/attempt.ts';
import type { AttemptRouting } from '#shared/domain/routing/learning/attempt-routing.ts';
import { preparePortfolio } from '#shared/domain/routing/portfolio.ts';
import type { PastDecision } from '#shared/domain/routing/replay/past-decision.ts';
import type { DecisionPolicy } from '#shared/domain/routing/replay/redecide.ts';
import { DEFAULT_ROUTING_SETTINGS } from '#shared/domain/routing/routing-settings.ts';
import { compileRules } from '#shared/domain/routing/rules/compile-rules.ts';
import type { RuleSet } from '#shared/domain/routing/rules/rule-set-schema.ts';
import { aCandidate, channelId } from '../../../support/an-account.ts';

export const [A, B, C] = [channelId(1), channelId(2), channelId(3)] as [string, string, string];

const AT = '2026-03-04T04:00:00.000Z';

/** What was logged of a first choice among channels of equal success. */
export const aLog = (changes: Partial<AttemptRouting> = {}): AttemptRouting => ({
  by: 'best',
  first: 'best',
  propensity: 1,
  rank: 1,
  p: 0.8,
  priorLogit: 0,
  hour: 12,
  riskLevel: 'low',
  paidOrders: 0,
  snapshotVersion: 1,
  weightsVersion: 1,
  candidates: [A, B].map((id) => ({ channelId: id, p: 0.8, utility: 100 })),
  ...changes,
});

/** A payment of 500 yuan that was paid through the first channel at noon in Shanghai; too large to be explored. */
export const aPastPayment = ({
  routing,
  index = 1,
  ...attempt
}: Partial<Omit<Attempt, 'routing'>> & {
  routing?: Partial<AttemptRouting>;
  index?: number;
} = {}): PastDecision => {
  const orderId = toOrderId(`ord_01k00000000000000000${String(index).padStart(6, '0')}`);
  const parsed = attemptSchema.parse({
    id: attemptIdOf(orderId, 1),
    channelId: A,
    provider: 'epay',
    method: 'alipay',
    device: 'mobile',
    amount: money('CNY', 50_000),
    state: 'succeeded',
    routingReasons: [],
    queryCount: 0,
    version: 1,
    createdAt: AT,
    updatedAt: AT,
    endedAt: AT,
    paidAt: AT,
    expiresAt: '2026-03-04T04:15:00.000Z',
    ...attempt,
  });
  return {
    orderId,
    attempt: { ...parsed, routing: aLog(routing) },
    productId: 'prod_1',
    quantity: 1,
  };
};

/** A policy over three accounts without fees. */
export const aPolicy = ({
  rules,
  channels = {},
  settings = {},
}: {
  rules?: RuleSet;
  /** What is different, by id. */
  channels?: Readonly<Record<string, Parameters<typeof aCandidate>[0]>>;
  settings?: Partial<DecisionPolicy['settings']>;
} = {}): DecisionPolicy => ({
  portfolio: preparePortfolio(
    [A, B, C].map((id) => aCandidate({ ...NO_FEE, id, ...channels[id] })),
  ),
  rules: rules && compileRules(rules, 1),
  settings: { ...DEFAULT_ROUTING_SETTINGS, ...settings },
  latest: undefined,
});

const NO_FEE = { fee: { rateBasisPoints: 0, fixedMinor: 0 } };
