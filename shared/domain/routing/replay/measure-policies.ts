import { viewHealth } from '../knowledge.ts';
import type { PreparedChannel } from '../portfolio.ts';
import { addedTo } from './added-to.ts';
import { cashOf } from './cash-of.ts';
import { type DifferenceEstimate, estimateDifference } from './estimate-difference.ts';
import type { MeanEstimate } from './estimate-mean.ts';
import { estimateValue, type ValueEstimate } from './estimate-value.ts';
import type { LoggedDecision } from './logged-decision.ts';
import { isPaid, type PastDecision } from './past-decision.ts';
import type { DecisionPolicy } from './redecide.ts';
import type { Replayed } from './replayed.ts';

/** Both policies by one measure. */
export interface Estimates {
  readonly logged: MeanEstimate;
  readonly present: ValueEstimate;
  readonly draft: ValueEstimate;
  /** Draft minus present. */
  readonly difference: DifferenceEstimate;
}

/** What a decision brought, and what its channels were expected to. */
type Measure = (decision: PastDecision) => Pick<LoggedDecision, 'reward' | 'predicted'>;

const estimate = (replays: readonly Replayed[], measure: Measure): Estimates => {
  const pairs = replays.map(({ decision, ...redecided }) => {
    const { channelId, routing } = decision.attempt;
    const logged = {
      loggedChannel: channelId,
      propensity: routing.propensity,
      ...measure(decision),
    };
    return {
      present: { ...logged, probabilities: redecided.present.first },
      draft: { ...logged, probabilities: redecided.draft.first },
    };
  });
  const present = estimateValue(pairs.map((pair) => pair.present));
  return {
    logged: present.logged,
    present,
    draft: estimateValue(pairs.map((pair) => pair.draft)),
    difference: estimateDifference(pairs),
  };
};

/** The share of payments that are paid. */
export const estimateSuccess = (replays: readonly Replayed[]): Estimates =>
  estimate(replays, successOf);

/**
 * What a payment brings, by the costs and settings of a policy.
 *
 * A payment that no channel takes earns nothing to `estimateValue`, and costs what a failed one costs: money is counted
 * from there.
 */
export const estimateProfit = (replays: readonly Replayed[], policy: DecisionPolicy): Estimates => {
  const { failureMinor } = policy.settings;
  const { logged, present, draft, difference } = estimate(replays, profitOf(policy));
  return {
    logged: addedTo(logged, -failureMinor),
    present: { ...present, ...meansFrom(present, -failureMinor) },
    draft: { ...draft, ...meansFrom(draft, -failureMinor) },
    difference,
  };
};

const meansFrom = ({ ips, snips, doublyRobust, logged }: ValueEstimate, minor: number) => ({
  ips: addedTo(ips, minor),
  snips: addedTo(snips, minor),
  doublyRobust: addedTo(doublyRobust, minor),
  logged: addedTo(logged, minor),
});

const profitOf = ({ portfolio, settings, latest }: DecisionPolicy): Measure => {
  const { waitDays } = viewHealth(portfolio, { snapshot: latest });
  return (decision) => {
    const { amount, channelId, routing } = decision.attempt;
    const cash = (id: string, p: number): number => {
      const place = portfolio.indexes.get(id) ?? -1;
      return (
        settings.failureMinor +
        cashOf(portfolio.channels[place] as PreparedChannel, settings, {
          amountMinor: Number(amount.minor),
          p,
          riskLevel: routing.riskLevel,
          waitDays: waitDays[place] ?? 0,
        })
      );
    };
    return {
      reward: cash(channelId, isPaid(decision) ? 1 : 0),
      predicted: new Map(
        routing.candidates
          .filter((candidate) => portfolio.indexes.has(candidate.channelId))
          .map((candidate) => [candidate.channelId, cash(candidate.channelId, candidate.p)]),
      ),
    };
  };
};

const successOf: Measure = (decision) => ({
  reward: isPaid(decision) ? 1 : 0,
  predicted: new Map(
    decision.attempt.routing.candidates.map(({ channelId, p }) => [channelId, p] as const),
  ),
});
