import { type Money, money, shownAmount } from '../money/money.ts';
import { type Attempt, isAttemptOpen } from './attempt.ts';
import { decideArrival } from './decide-arrival.ts';
import type { DecideInput } from './decide-input.ts';
import { decideMoreMoney } from './decide-more-money.ts';
import { changed, type OrderDecision } from './decision.ts';
import { effectiveState } from './effective-state.ts';
import { isUnderpaid } from './judge-arrival.ts';
import type { Order } from './order.ts';
import { raiseQuestion } from './raise-question.ts';
import { Story } from './story.ts';
import { MAX_TRANSFERS, settledPartly, transferred } from './transfers.ts';

export interface Transfer {
  readonly id: string;
  readonly amount: Money;
  /** Who says so. */
  readonly source: string;
}

/**
 * One of the transfers that may come for an attempt on a public ledger. Their sum is what was paid. While the order can
 * still be paid and the sum is too little, more is waited for; what comes after the attempt was decided is money beyond.
 * Each transfer counts once.
 */
export const decideTransfer = (
  input: DecideInput,
  attempt: Attempt,
  { id, amount, source }: Transfer,
): OrderDecision => {
  const { transfers = [] } = attempt;
  if (transfers.some((known) => known.id === id))
    return { kind: 'no_change', detail: 'this transfer was counted before' };
  if (transfers.length >= MAX_TRANSFERS) return tooMany(input, attempt);
  const next: Attempt = { ...attempt, transfers: [...transfers, { id, amount }] };
  if (attempt.state === 'succeeded') return decideMoreMoney(input, next, { id, amount, source });
  if (amount.currency !== attempt.amount.currency)
    return decideArrival(input, { ...settledPartly(next, input.now), paidAmount: amount }, source);
  const waits = waitsForMore(input, next);
  if (waits === 'needs_policies') return { kind: 'needs_policies' };
  return waits
    ? partlyPaid(input, next, source)
    : decideArrival(input, settledPartly(next, input.now), source);
};

const waitsForMore = (
  { order, now, policies }: DecideInput,
  attempt: Attempt,
): boolean | 'needs_policies' => {
  const sum = transferred(attempt);
  if (!isAttemptOpen(attempt) || sum.minor >= attempt.amount.minor) return false;
  if (effectiveState(order, now) !== 'awaiting_payment') return false;
  return policies === 'unasked' ? 'needs_policies' : isUnderpaid(policies, attempt.amount, sum);
};

const partlyPaid = (
  { order, now }: DecideInput,
  attempt: Attempt,
  source: string,
): OrderDecision => {
  const sum = transferred(attempt);
  const missing = money(sum.currency, attempt.amount.minor - sum.minor);
  const detail = `${shownAmount(sum)} has come of ${shownAmount(attempt.amount)}; ${shownAmount(missing)} is missing`;
  const story = new Story(order, now).note({
    what: 'partly_paid',
    actor: source,
    attemptId: attempt.id,
    detail,
  });
  const next: Attempt = {
    ...attempt,
    state: 'pending',
    paidAmount: sum,
    version: attempt.version + 1,
    updatedAt: now.toISOString(),
  };
  return changed(story, { attempts: [next], detail });
};

/** It can no longer be told which transfers are known: a person counts. */
const tooMany = ({ order, now }: DecideInput, attempt: Attempt): OrderDecision => {
  const detail = `more transfers than the ${MAX_TRANSFERS} that are counted have come for attempt ${attempt.id}. Look at the ledger.`;
  if (wasTold(order, detail)) return { kind: 'no_change', detail };
  const story = new Story(order, now);
  raiseQuestion(story, attempt, { reason: 'amount_mismatch', detail });
  return changed(story, { effect: 'needs_review', detail });
};

const wasTold = ({ timeline }: Order, detail: string): boolean =>
  timeline.some((step) => step.detail === detail);
