import type { Reason } from '../explain/explain.ts';
import { cleanDecision } from './clean-decision.ts';
import { estimateMean, type MeanEstimate } from './estimate-mean.ts';
import { estimateValue, type ValueEstimate } from './estimate-value.ts';
import type { LoggedDecision } from './logged-decision.ts';
import { type DecisionPolicy, type PastDecision, type Redecided, redecide } from './redecide.ts';
import { weighDecision } from './weigh-decision.ts';

/** Payments that would take another channel, grouped by the way. */
export interface Shift {
  readonly from: string;
  readonly to: string | undefined;
  readonly count: number;
  /** Some orders, and why the first of them would take the other channel. */
  readonly orderIds: readonly string[];
  readonly reasons: readonly Reason[];
}

export interface PolicyComparison {
  readonly decisions: number;
  readonly changed: number;
  readonly shifts: readonly Shift[];
  /** Money a payment in minor units. */
  readonly present: ValueEstimate;
  readonly draft: ValueEstimate;
  /** Draft minus present, doubly robust, paired by payment. */
  readonly difference: MeanEstimate;
  /** Share of payments that are paid. */
  readonly presentSuccess: ValueEstimate;
  readonly draftSuccess: ValueEstimate;
  /** Expected first choices by channel. */
  readonly shares: ReadonlyMap<string, { readonly present: number; readonly draft: number }>;
}

const MAX_SHIFTS = 20;
const MAX_EXAMPLES = 3;

/** What a draft would have done with past payments, beside what is in force. One currency. */
export const comparePolicies = (
  past: readonly PastDecision[],
  { present, draft }: { readonly present: DecisionPolicy; readonly draft: DecisionPolicy },
): PolicyComparison => {
  const pairs = past.map((decision) => ({
    decision,
    now: redecide(decision, present),
    drafted: redecide(decision, draft),
  }));
  const money = (pick: 'now' | 'drafted'): LoggedDecision[] =>
    pairs.map((pair) => logged(pair.decision, pair[pick]));
  const success = (pick: 'now' | 'drafted'): LoggedDecision[] =>
    pairs.map((pair) => loggedSuccess(pair.decision, pair[pick]));
  const [presentMoney, draftMoney] = [money('now'), money('drafted')];
  return {
    decisions: past.length,
    changed: pairs.filter(({ now, drafted }) => now.first !== drafted.first).length,
    shifts: shiftsOf(pairs),
    present: estimateValue(presentMoney),
    draft: estimateValue(draftMoney),
    difference: estimateMean(differences(presentMoney, draftMoney)),
    presentSuccess: estimateValue(success('now')),
    draftSuccess: estimateValue(success('drafted')),
    shares: sharesOf(pairs),
  };
};

interface Pair {
  readonly decision: PastDecision;
  readonly now: Redecided;
  readonly drafted: Redecided;
}

const logged = ({ attempt }: PastDecision, redecided: Redecided): LoggedDecision => ({
  loggedChannel: attempt.channelId,
  propensity: attempt.routing.propensity,
  // A channel that is gone has no costs any more: the decision is left out.
  reward: redecided.reward ?? Number.NaN,
  probabilities: redecided.probabilities,
  predicted: redecided.predicted,
});

const loggedSuccess = ({ attempt }: PastDecision, redecided: Redecided): LoggedDecision => ({
  loggedChannel: attempt.channelId,
  propensity: attempt.routing.propensity,
  reward: attempt.paidAt === undefined ? 0 : 1,
  probabilities: redecided.probabilities,
  predicted: new Map(attempt.routing.candidates.map(({ channelId, p }) => [channelId, p])),
});

const differences = (
  present: readonly LoggedDecision[],
  draft: readonly LoggedDecision[],
): number[] =>
  present.flatMap((decision, index) => {
    const [now, drafted] = [cleanDecision(decision), cleanDecision(draft[index] as LoggedDecision)];
    return now && drafted
      ? [weighDecision(drafted).doublyRobust - weighDecision(now).doublyRobust]
      : [];
  });

const shiftsOf = (pairs: readonly Pair[]): Shift[] => {
  const shifts = new Map<string, Shift>();
  for (const { decision, now, drafted } of pairs) {
    if (now.first === drafted.first || now.first === undefined) continue;
    const key = `${now.first} ${drafted.first ?? ''}`;
    const known = shifts.get(key);
    shifts.set(key, {
      from: now.first,
      to: drafted.first,
      count: (known?.count ?? 0) + 1,
      orderIds: [...(known?.orderIds ?? []), decision.orderId].slice(0, MAX_EXAMPLES),
      reasons: known?.reasons ?? drafted.reasons,
    });
  }
  return [...shifts.values()].sort((a, b) => b.count - a.count).slice(0, MAX_SHIFTS);
};

const sharesOf = (pairs: readonly Pair[]): PolicyComparison['shares'] => {
  const shares = new Map<string, { present: number; draft: number }>();
  const add = (probabilities: ReadonlyMap<string, number>, part: 'present' | 'draft'): void => {
    for (const [channel, share] of probabilities) {
      const known = shares.get(channel) ?? { present: 0, draft: 0 };
      known[part] += share / pairs.length;
      shares.set(channel, known);
    }
  };
  for (const { now, drafted } of pairs) {
    add(now.probabilities, 'present');
    add(drafted.probabilities, 'draft');
  }
  return shares;
};
