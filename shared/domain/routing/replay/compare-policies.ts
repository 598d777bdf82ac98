import { type ChannelChange, changesByChannel } from './changes-by-channel.ts';
import { countShifts, type Shift } from './count-shifts.ts';
import { explainShift, type ShiftReason } from './explain-shift.ts';
import { type Estimates, estimateProfit, estimateSuccess } from './measure-policies.ts';
import type { PastDecision, SkipReason } from './past-decision.ts';
import { redecide } from './redecide.ts';
import type { Policies, Replayed } from './replayed.ts';

export interface ExplainedShift extends Shift<PastDecision> {
  /** Of the first example. */
  readonly reasons: readonly ShiftReason[];
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
    success: estimateSuccess(replays),
    byChannel: changesByChannel(replays, policies),
  };
};

const replay = (decision: PastDecision, policies: Policies): Replayed | SkipReason => {
  if (!policies.present.portfolio.indexes.has(decision.attempt.channelId)) return 'channel_gone';
  const present = redecide(decision, policies.present);
  if (present.first.size === 0) return 'no_channel_left';
  return { decision, present, draft: redecide(decision, policies.draft) };
};
