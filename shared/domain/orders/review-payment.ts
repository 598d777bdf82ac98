import { formatDecimalAmount, type Money, sameMoney } from '../money/money.ts';
import type { Attempt } from './attempt.ts';
import type { OrderDecision } from './decision.ts';
import type { Order, ReviewReason } from './order.ts';
import { paymentChange } from './payment-change.ts';
import type { Story } from './story.ts';

/** States in which the order's money question is answered, or is a person's to answer. */
export const isSettled = ({ state }: Order): boolean =>
  state !== 'awaiting_payment' && state !== 'expired' && state !== 'cancelled';

/** Why a paid amount cannot be taken for the expected one; `undefined` when it is the same. */
export const amountProblem = (
  expected: Money,
  reported: Money | undefined,
): { reason: ReviewReason; detail: string } | undefined => {
  if (!reported)
    return { reason: 'amount_mismatch', detail: 'the provider did not say how much was paid' };
  if (reported.currency !== expected.currency) {
    return {
      reason: 'currency_mismatch',
      detail: `paid in ${reported.currency}, expected ${expected.currency}`,
    };
  }
  if (sameMoney(expected, reported)) return undefined;
  return {
    reason: 'amount_mismatch',
    detail: `paid ${formatDecimalAmount(reported)}, expected ${formatDecimalAmount(expected)} ${expected.currency}`,
  };
};

/**
 * Money that a rule must not judge. An unpaid order stops and keeps its cards until a person decides; an order that
 * was delivered stays delivered and carries the question.
 */
export const reviewPayment = (
  story: Story,
  settled: Attempt,
  now: Date,
  { reason, detail, source }: { reason: ReviewReason; detail: string; source: string },
): OrderDecision => {
  const step = {
    what: reason,
    actor: source,
    attemptId: settled.id,
    detail,
    announce: 'order.needs_review' as const,
  };
  const question = { review: { reason, detail } };
  const { order } = story;
  if (isSettled(order)) story.note(step, question);
  else
    story.move('needs_review', step, {
      ...question,
      paidAt: now.toISOString(),
      paidAttemptId: settled.id,
    });
  return paymentChange(story, [settled], { effect: 'needs_review', detail });
};
