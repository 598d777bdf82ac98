import { refundedMinor, type SimulatedPayment, type SimulatedRefund } from './books.ts';
import type { Desk, SimulatedMerchant } from './simulation.ts';

export type RefundResult =
  | { readonly kind: 'refunded'; readonly refund: SimulatedRefund; readonly again: boolean }
  | { readonly kind: 'not_paid' }
  /** More than was paid and not yet paid back. */
  | { readonly kind: 'too_much' }
  /** The number belongs to a refund of another amount. */
  | { readonly kind: 'number_taken' }
  | { readonly kind: 'refused'; readonly word: string };

/** Pays back, at most what was paid; the same number again is the same refund. The merchant is told. */
export const refundPayment = <Keys, Platform>(
  desk: Desk<Keys, Platform>,
  { behaviour }: SimulatedMerchant<Keys>,
  payment: SimulatedPayment,
  { number, minor }: { readonly number: string; readonly minor: number },
): RefundResult => {
  if (behaviour.refuseRefundsWith !== null)
    return { kind: 'refused', word: behaviour.refuseRefundsWith };
  const known = payment.refunds.find((refund) => refund.number === number);
  if (known)
    return known.minor === minor
      ? { kind: 'refunded', refund: known, again: true }
      : { kind: 'number_taken' };
  if (payment.state !== 'paid') return { kind: 'not_paid' };
  if (minor <= 0 || refundedMinor(payment) + minor > payment.paidMinor) return { kind: 'too_much' };
  const refund: SimulatedRefund = {
    number,
    reference: desk.books.nextReference(),
    minor,
    createdAtMillis: Date.now(),
    state: behaviour.refundsStayPending ? 'pending' : 'done',
  };
  payment.refunds.push(refund);
  desk.books.save(payment);
  if (refund.state === 'done') desk.notify(payment, 'refund', refund);
  return { kind: 'refunded', refund, again: false };
};

/** Ends the refunds that stayed in work; the merchant is told. */
export const settleRefunds = <Keys, Platform>(
  desk: Desk<Keys, Platform>,
  payment: SimulatedPayment,
  state: 'done' | 'failed' = 'done',
): number => {
  const pending = payment.refunds.filter((refund) => refund.state === 'pending');
  for (const refund of pending) {
    refund.state = state;
    desk.books.save(payment);
    desk.notify(payment, 'refund', refund);
  }
  return pending.length;
};
