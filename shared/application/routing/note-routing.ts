import type { Attempt } from '../../domain/orders/attempt.ts';
import {
  createDecider,
  type Decider,
  type Decision,
  IMPAIRED_BELOW,
} from '../../domain/routing/decide.ts';
import { explainEligible } from '../../domain/routing/explain/explain-decision.ts';
import type { AttemptRouting } from '../../domain/routing/learning/attempt-routing.ts';
import { firstShares } from '../../domain/routing/rank/first-shares.ts';
import { splitDraws } from '../../domain/routing/rules/split-draws.ts';
import type { RoutedPayment } from './route-payment.ts';

/** Candidates kept with an attempt: enough to weigh it anew, whatever the merchant's number of accounts. */
const MAX_CANDIDATES = 12;

/** What is kept with an attempt of why its channel was chosen: in words, and as numbers to learn from. */
export const noteRouting = (
  routed: RoutedPayment,
  channelId: string,
): Pick<Attempt, 'routing' | 'routingReasons'> => {
  const { decider, decision, request, shadow } = routed;
  const place = decider.portfolio.indexes.get(channelId);
  if (place === undefined) return { routingReasons: [] };
  const { knowledge, rules } = decider;
  const rank = decision.order.indexOf(place) + 1;
  return {
    routingReasons: explainEligible(decider, request, decision, place).reasons.map(({ en }) => en),
    routing: {
      by: decision.by,
      first: rank === 1 ? decision.first : 'best',
      propensity: rank === 1 ? propensityOf(routed, place) : 1,
      rank,
      p: rounded(decision.modelP[place]),
      priorLogit: rounded(decision.priorLogits[place]),
      region: request.region,
      issuer: request.issuer,
      hour: request.hour ?? 0,
      riskLevel: request.riskLevel ?? 'low',
      paidOrders: request.buyer?.paidOrders ?? 0,
      buyerKey: request.buyer?.key,
      preferredChannelId: request.buyer?.preferredChannelId,
      snapshotVersion: knowledge.snapshot?.version ?? 0,
      weightsVersion: knowledge.weightsVersion,
      ...(rules ? { rulesVersion: rules.version, ruleIds: matchedRules(decider, decision) } : {}),
      ...(shadow
        ? {
            shadow: {
              version: shadow.decider.rules?.version ?? 0,
              ruleIds: matchedRules(shadow.decider, shadow.decision),
              channelId: shadow.decider.portfolio.channels[shadow.decision.order[0] ?? -1]?.id,
            },
          }
        : {}),
      candidates: decision.order.slice(0, MAX_CANDIDATES).map((other) => ({
        channelId: decider.portfolio.channels[other]?.id ?? '',
        p: rounded(decision.p[other]),
        utility: rounded(decision.utility[other]),
        ...healthOf(decider, other, request.now.getTime()),
      })),
    },
  };
};

/** A split that rules drew is part of how likely a channel came first; a single decision knows its own draw only. */
const propensityOf = ({ decider, decision, request }: RoutedPayment, place: number): number => {
  if (splitDraws(decider.rules, decision.rules).length === 1) return decision.propensity;
  // A decider of its own: this one's arrays still hold the decision.
  return firstShares(createDecider(decider), request).first.get(place) ?? decision.propensity;
};

type NotedHealth = Pick<AttemptRouting['candidates'][number], 'health'>;

const healthOf = ({ health }: Decider, place: number, now: number): NotedHealth => {
  if ((health.openedAt[place] ?? Number.NaN) <= now) {
    return { health: (health.trialsFrom[place] ?? 0) <= now ? 'recovering' : 'broken' };
  }
  return (health.factors[place] ?? 1) < IMPAIRED_BELOW ? { health: 'impaired' } : {};
};

const matchedRules = ({ rules }: Decider, { rules: effects }: Decision): string[] =>
  effects.matched.slice(0, effects.count).map((index) => rules?.ruleIds[index] ?? '');

const rounded = (value: number | undefined): number => Math.round((value ?? 0) * 10_000) / 10_000;
