import { formatDecimalAmount, type Money, money, shownAmount } from '../money/money.ts';
import { mayRefundAlone, type PaymentPolicies } from '../policies/payment-policies.ts';
import type { RefundCause } from '../refunds/refund.ts';
import type { Attempt } from './attempt.ts';
import { effectiveState } from './effective-state.ts';
import type { Order, ReviewReason } from './order.ts';

/** What money that arrived for an order is good for. */
export type Arrival =
  /** It buys the cards. `surplus` is what was paid beyond the price. */
  | { readonly kind: 'buys'; readonly surplus?: Surplus }
  /** The order was completed by hand before: this is the payment that a person vouched for. */
  | { readonly kind: 'vouched_for' }
  | { readonly kind: 'held'; readonly reason: ReviewReason; readonly detail: string }
  | { readonly kind: 'goes_back'; readonly cause: RefundCause; readonly detail: string };

export interface Surplus {
  readonly amount: Money;
  readonly goes: 'to_credit' | 'back';
}

const HOUR_MILLIS = 3_600_000;

/** States in which the order's money question is answered, or is a person's to answer. */
const isSettled = ({ state }: Order): boolean =>
  state !== 'awaiting_payment' && state !== 'expired' && state !== 'cancelled';

/**
 * Judges a payment that its provider vouches for. Plain ones need no policy; for all others `needs_policies` asks for
 * them. The cases stand in docs/payment-policies.md, whose table is executed by the tests.
 */
export const judgeArrival = (
  { order, now, policies }: { order: Order; now: Date; policies: PaymentPolicies | 'unasked' },
  attempt: Attempt,
  paid: Money | undefined,
): Arrival | 'needs_policies' => {
  const unreadable = unreadableAmount(attempt.amount, paid);
  if (unreadable || !paid) return unreadable ?? 'needs_policies';
  const difference = paid.minor - attempt.amount.minor;
  if (isSettled(order) && order.paidAttemptId === undefined)
    return difference === 0n ? { kind: 'vouched_for' } : mismatch(attempt.amount, paid, difference);
  const late = effectiveState(order, now) === 'expired';
  const plain = order.state === 'awaiting_payment' && !late && difference === 0n;
  if (plain) return { kind: 'buys' };
  if (policies === 'unasked') return 'needs_policies';

  const back = (
    cause: RefundCause & ReviewReason,
    action: 'hold' | 'refund',
    detail: string,
  ): Arrival => {
    if (action === 'hold') return { kind: 'held', reason: cause, detail };
    if (mayRefundAlone(policies, paid)) return { kind: 'goes_back', cause, detail };
    return {
      kind: 'held',
      reason: cause,
      detail: `${detail}; ${shownAmount(paid)} is above the limit for automatic refunds`,
    };
  };

  if (isSettled(order))
    return back('duplicate_payment', policies.duplicate, `attempt ${attempt.id} was paid too`);
  if (order.state === 'cancelled')
    return back(
      'paid_after_cancellation',
      policies.afterCancellation,
      `attempt ${attempt.id} was paid after the order was cancelled`,
    );
  if (late && isTooLate(order, now, policies))
    return back(
      'late_payment',
      policies.late.afterwards,
      `attempt ${attempt.id} was paid more than ${policies.late.deliverWithinHours} hours after the order expired`,
    );
  if (isUnderpaid(policies, attempt.amount, paid))
    return back('underpaid', policies.underpaid.beyond, compared(attempt.amount, paid));
  if (surplusOf(policies, attempt.amount, paid).minor > 0n)
    return overpaid(policies, attempt.amount, paid);
  return { kind: 'buys' };
};

/** So much too little that the shop does not take it for the price. */
export const isUnderpaid = (
  { underpaid }: PaymentPolicies,
  expected: Money,
  paid: Money,
): boolean => expected.minor - paid.minor > allowance(expected, underpaid.toleranceBasisPoints);

/** What was paid beyond the price; zero while the shop takes it for the price. */
export const surplusOf = ({ overpaid }: PaymentPolicies, expected: Money, paid: Money): Money => {
  const beyond = paid.minor - expected.minor;
  const isMuch = beyond > allowance(expected, overpaid.toleranceBasisPoints);
  return money(paid.currency, isMuch ? beyond : 0n);
};

const overpaid = (policies: PaymentPolicies, expected: Money, paid: Money): Arrival => {
  const detail = compared(expected, paid);
  const surplus = surplusOf(policies, expected, paid);
  switch (policies.overpaid.beyond) {
    case 'hold':
      return { kind: 'held', reason: 'overpaid', detail };
    case 'deliver_and_credit':
      return { kind: 'buys', surplus: { amount: surplus, goes: 'to_credit' } };
    case 'deliver_and_refund':
      // The buyer gets what they came for; a difference too large to pay back alone stays theirs as a credit.
      return {
        kind: 'buys',
        surplus: {
          amount: surplus,
          goes: mayRefundAlone(policies, surplus) ? 'back' : 'to_credit',
        },
      };
  }
};

const isTooLate = (order: Order, now: Date, { late }: PaymentPolicies): boolean =>
  now.getTime() > Date.parse(order.expiresAt) + late.deliverWithinHours * HOUR_MILLIS;

const allowance = (expected: Money, basisPoints: number): bigint =>
  (expected.minor * BigInt(basisPoints)) / 10_000n;

export const compared = (expected: Money, paid: Money): string =>
  `paid ${formatDecimalAmount(paid)}, expected ${shownAmount(expected)}`;

const mismatch = (expected: Money, paid: Money, difference: bigint): Arrival => ({
  kind: 'held',
  reason: difference < 0n ? 'underpaid' : 'overpaid',
  detail: compared(expected, paid),
});

/** An amount that cannot be compared is a person's to judge, whatever the policy. */
const unreadableAmount = (expected: Money, paid: Money | undefined): Arrival | undefined => {
  if (!paid)
    return {
      kind: 'held',
      reason: 'amount_mismatch',
      detail: 'the provider did not say how much was paid',
    };
  if (paid.currency !== expected.currency)
    return {
      kind: 'held',
      reason: 'currency_mismatch',
      detail: `paid in ${paid.currency}, expected ${expected.currency}`,
    };
  return undefined;
};
