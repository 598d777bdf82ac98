import type { Currency } from '#shared/domain/money/money.ts';
import type { Attempt } from '#shared/domain/orders/attempt.ts';
import type { Candidate, RoutingRequest } from '../candidate.ts';
import { createDecider } from '../decide.ts';
import type { Reason } from '../explain/explain.ts';
import { explainEligible } from '../explain/explain-decision.ts';
import { NO_KNOWLEDGE } from '../knowledge.ts';
import { preparePortfolio } from '../portfolio.ts';
import { probabilitiesOfFirst } from '../rank/choose-first.ts';
import type { RoutingSettings } from '../routing-settings.ts';
import type { CompiledRules } from '../rules/compile-rules.ts';
import { fillTerms, TERM_COUNT } from '../utility/terms.ts';

/** A way to decide: what is in force, or a draft. */
export interface DecisionPolicy {
  readonly candidates: readonly Candidate[];
  readonly rules: CompiledRules | undefined;
  readonly settings: RoutingSettings;
}

/** A past first choice, with what was known then and what became of it. */
export interface PastDecision {
  readonly orderId: string;
  readonly attempt: Attempt & { readonly routing: NonNullable<Attempt['routing']> };
  readonly currency: Currency;
  readonly product: string;
  readonly quantity: number;
  readonly weekday: number;
}

export interface Redecided {
  /** Probability with which each channel would have come first, by id. */
  readonly probabilities: ReadonlyMap<string, number>;
  readonly first: string | undefined;
  readonly reasons: readonly Reason[];
  /** Expected money by channel, and what the channel that was used brought, in minor units. */
  readonly predicted: ReadonlyMap<string, number>;
  readonly reward: number | undefined;
}

/**
 * Decides a past payment anew, with the success that was believed then: what changes is the policy, not the knowledge.
 * Channels that could not be chosen then, or that exist no more, take no part.
 */
export const redecide = (past: PastDecision, policy: DecisionPolicy): Redecided => {
  const { attempt } = past;
  const given = new Map(attempt.routing.candidates.map(({ channelId, p }) => [channelId, p]));
  const decider = createDecider({
    portfolio: preparePortfolio(policy.candidates),
    knowledge: { ...NO_KNOWLEDGE, given },
    settings: policy.settings,
    ...(policy.rules ? { rules: policy.rules } : {}),
  });
  const request = requestOf(past);
  // The largest number below 1: nothing is drawn, the best comes first.
  const decision = decider.decide(request, () => 1 - Number.EPSILON);
  const { channels, indexes } = decider.portfolio;
  const idOf = (place: number): string => channels[place]?.id ?? '';
  const amountMinor = Number(attempt.amount.minor);
  const probabilities = probabilitiesOfFirst(
    decision.order,
    { tiers: decision.tiers, settings: policy.settings },
    { amountMinor, currency: past.currency },
  );
  const terms = new Float64Array(TERM_COUNT);
  const worthOf = (place: number, p: number): number | undefined => {
    const channel = channels[place];
    return (
      channel &&
      fillTerms(
        channel,
        policy.settings,
        {
          amountMinor,
          p,
          riskLevel: attempt.routing.riskLevel,
          perSecond: 0,
          waitDays: 0,
          bonusPercent: 0,
        },
        terms,
        0,
      )
    );
  };
  const [best] = decision.order;
  const used = indexes.get(attempt.channelId);
  return {
    probabilities: new Map([...probabilities].map(([place, share]) => [idOf(place), share])),
    first: best === undefined ? undefined : idOf(best),
    reasons: best === undefined ? [] : explainEligible(decider, request, decision, best).reasons,
    predicted: new Map(
      channels.flatMap(({ id }, place) => {
        const p = given.get(id);
        const worth = p === undefined ? undefined : worthOf(place, p);
        return worth === undefined ? [] : [[id, worth] as const];
      }),
    ),
    reward: used === undefined ? undefined : worthOf(used, attempt.paidAt === undefined ? 0 : 1),
  };
};

const requestOf = ({ attempt, product, quantity, weekday }: PastDecision): RoutingRequest => {
  const { routing, amount, method, device } = attempt;
  return {
    amount,
    method,
    device,
    now: new Date(attempt.createdAt),
    expiresAt: new Date(attempt.expiresAt),
    triedChannelIds: [],
    failedUpstreams: [],
    hour: routing.hour,
    weekday,
    ...(routing.region === undefined ? {} : { region: routing.region }),
    ...(routing.issuer === undefined ? {} : { issuer: routing.issuer }),
    riskLevel: routing.riskLevel,
    product,
    quantity,
    buyer: {
      paidOrders: routing.paidOrders,
      ...(routing.preferredChannelId === undefined
        ? {}
        : { preferredChannelId: routing.preferredChannelId }),
    },
  };
};
