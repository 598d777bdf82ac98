import { viewHealth } from '../knowledge.ts';
import type { PreparedChannel } from '../portfolio.ts';
import { feeOf } from '../utility/terms.ts';
import { addedTo } from './added-to.ts';
import { cashOf } from './cash-of.ts';
import { countShifts, type Shift } from './count-shifts.ts';
import { type DifferenceEstimate, estimateDifference } from './estimate-difference.ts';
import type { MeanEstimate } from './estimate-mean.ts';
import { estimateValue, type ValueEstimate } from './estimate-value.ts';
import { explainShift, type ShiftReason } from './explain-shift.ts';
import type { LoggedDecision } from './logged-decision.ts';
import { isPaid, type PastDecision, type SkipReason } from './past-decision.ts';
import { type ChannelShares, type DecisionPolicy, type Redecided, redecide } from './redecide.ts';

export interface Policies {
  readonly present: DecisionPolicy;
  readonly draft: DecisionPolicy;
}

/** Both policies by one measure. */
export interface Estimates {
  readonly logged: MeanEstimate;
  readonly present: ValueEstimate;
  readonly draft: ValueEstimate;
  /** Draft minus present. */
  readonly difference: DifferenceEstimate;
}

export interface ExplainedShift extends Shift<PastDecision> {
  /** Of the first example. */
  readonly reasons: readonly ShiftReason[];
}

export interface ChannelChange {
  readonly channelId: string;
  /** Expected share of first choices, and fees of those that are paid, in minor units. */
  readonly present: { readonly share: number; readonly feesMinor: number };
  readonly draft: { readonly share: number; readonly feesMinor: number };
}

export interface PolicyComparison {
  readonly decisions: number;
  readonly skipped: ReadonlyMap<SkipReason, number>;
  /** Expected number of payments that would take another channel first. */
  readonly changed: number;
  readonly shifts: readonly ExplainedShift[];
  /** Payments for which the draft leaves no channel. */
  readonly unroutable: number;
  /** Minor units a payment, by the costs and settings of the draft. */
  readonly profit: Estimates;
  /** Share of payments that are paid. */
  readonly success: Estimates;
  readonly byChannel: readonly ChannelChange[];
}

const MAX_SHIFTS = 20;

/**
 * What a draft would have done with past payments, beside what is in force.
 *
 * Both are measured by the draft's costs and settings: two policies that are worth different things by different
 * measures could not be compared. What other fees alone save is in the fees by channel.
 *
 * @param past decisions of one currency
 */
export const comparePolicies = (
  past: readonly PastDecision[],
  policies: Policies,
): PolicyComparison => {
  const skipped = new Map<SkipReason, number>();
  const replays: Replayed[] = [];
  for (const decision of past) {
    const replayed = replay(decision, policies);
    if (typeof replayed === 'string') skipped.set(replayed, (skipped.get(replayed) ?? 0) + 1);
    else replays.push(replayed);
  }
  const { changed, shifts } = countShifts(
    replays.map(({ decision, present, draft }) => ({
      item: decision,
      present: present.chosen,
      draft: draft.chosen,
    })),
  );
  return {
    decisions: replays.length,
    skipped,
    changed,
    shifts: shifts.slice(0, MAX_SHIFTS).map((shift) => ({
      ...shift,
      reasons: shift.examples[0] ? explainShift(shift.examples[0], shift, policies) : [],
    })),
    unroutable: replays.filter(({ draft }) => draft.first.size === 0).length,
    profit: estimateProfit(replays, policies.draft),
    success: estimate(replays, successOf),
    byChannel: changesByChannel(replays, policies),
  };
};

interface Replayed {
  readonly decision: PastDecision;
  readonly present: Redecided;
  readonly draft: Redecided;
}

const replay = (decision: PastDecision, policies: Policies): Replayed | SkipReason => {
  if (!policies.present.portfolio.indexes.has(decision.attempt.channelId)) return 'channel_gone';
  const present = redecide(decision, policies.present);
  if (present.first.size === 0) return 'no_channel_left';
  return { decision, present, draft: redecide(decision, policies.draft) };
};

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

/**
 * A payment that no channel takes earns nothing to `estimateValue`, and costs what a failed one costs: money is counted
 * from there.
 */
const estimateProfit = (replays: readonly Replayed[], policy: DecisionPolicy): Estimates => {
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

const changesByChannel = (
  replays: readonly Replayed[],
  { present, draft }: Policies,
): ChannelChange[] => {
  const before = sumByChannel(replays, present, (replayed) => replayed.present.first);
  const after = sumByChannel(replays, draft, (replayed) => replayed.draft.first);
  return [...new Set([...before.keys(), ...after.keys()])].sort().map((channelId) => ({
    channelId,
    present: before.get(channelId) ?? NOTHING,
    draft: after.get(channelId) ?? NOTHING,
  }));
};

const NOTHING = { share: 0, feesMinor: 0 };

const sumByChannel = (
  replays: readonly Replayed[],
  { portfolio }: DecisionPolicy,
  sharesOf: (replayed: Replayed) => ChannelShares,
): ReadonlyMap<string, ChannelChange['present']> => {
  const sums = new Map<string, { share: number; feesMinor: number }>();
  for (const replayed of replays) {
    const { amount, routing } = replayed.decision.attempt;
    for (const [channelId, share] of sharesOf(replayed)) {
      const channel = portfolio.channels[portfolio.indexes.get(channelId) ?? -1];
      const p = routing.candidates.find((candidate) => candidate.channelId === channelId)?.p ?? 0;
      const sum = sums.get(channelId) ?? { ...NOTHING };
      sum.share += share / replays.length;
      if (channel) sum.feesMinor += share * p * feeOf(channel, Number(amount.minor));
      sums.set(channelId, sum);
    }
  }
  return sums;
};
