import type { Attempt, AttemptState } from './attempt.ts';
import type { DecideInput } from './decide-input.ts';
import type { OrderDecision } from './decision.ts';
import type { OrderEvent } from './order-event.ts';
import { paymentChange } from './payment-change.ts';
import { amountProblem, isSettled, reviewPayment } from './review-payment.ts';
import { Story } from './story.ts';

type PaymentReport = Extract<OrderEvent, { kind: 'payment_reported' }>;

/** What a provider's word about one attempt does to the order. */
export const decidePayment = (input: DecideInput, report: PaymentReport): OrderDecision => {
  const attempt = input.attempts.find(({ id }) => id === report.attemptId);
  if (!attempt) return { kind: 'no_change', detail: 'no such attempt' };
  if (attempt.channelId !== report.channelId) {
    return {
      kind: 'no_change',
      detail: 'another channel reported this payment; it was not believed',
    };
  }
  switch (report.status) {
    case 'succeeded':
      return paid(input, attempt, report);
    case 'failed':
    case 'closed':
      return ended(input, attempt, report, report.status);
    case 'pending':
      return pending(input, attempt, report);
    case 'unknown':
      return { kind: 'no_change', detail: 'the provider used a word we do not know' };
  }
};

const isOpen = (state: AttemptState): boolean =>
  state === 'submitted' || state === 'pending' || state === 'unknown';

const pending = (
  { order, now }: DecideInput,
  attempt: Attempt,
  report: PaymentReport,
): OrderDecision => {
  if (attempt.state !== 'submitted' && attempt.state !== 'unknown') {
    return { kind: 'no_change', detail: `the attempt is ${attempt.state}` };
  }
  const story = new Story(order, now).note({
    what: 'attempt_pending',
    actor: report.source,
    attemptId: attempt.id,
  });
  return paymentChange(story, [after(attempt, report, 'pending', now)], {
    detail: 'the provider knows the payment',
  });
};

const ended = (
  { order, now }: DecideInput,
  attempt: Attempt,
  report: PaymentReport,
  state: 'failed' | 'closed',
): OrderDecision => {
  if (!isOpen(attempt.state))
    return { kind: 'no_change', detail: `the attempt is ${attempt.state}` };
  const next: Attempt = {
    ...after(attempt, report, state, now),
    failureReason: state === 'failed' ? 'declined' : 'expired',
    capDay: undefined,
  };
  const story = new Story(order, now).note({
    what: `attempt_${state}`,
    actor: report.source,
    attemptId: attempt.id,
  });
  return paymentChange(story, [next], {
    detail: `attempt ${state}`,
    releaseCapsOf: attempt.capDay ? [attempt] : [],
  });
};

const paid = (input: DecideInput, attempt: Attempt, report: PaymentReport): OrderDecision => {
  const { order, now } = input;
  if (attempt.state === 'succeeded')
    return { kind: 'no_change', detail: 'this payment was applied before' };
  const settled: Attempt = {
    ...after(attempt, report, 'succeeded', now),
    paidAmount: report.amount,
  };
  const story = new Story(order, now);
  const mismatch = amountProblem(attempt.amount, report.amount);
  if (mismatch) return reviewPayment(story, settled, now, { ...mismatch, source: report.source });
  if (order.paidAttemptId !== undefined || isSettled(order)) {
    return reviewPayment(story, settled, now, {
      reason: 'duplicate_payment',
      detail: `attempt ${attempt.id} was paid too`,
      source: report.source,
    });
  }
  if (order.state === 'cancelled') {
    return reviewPayment(story, settled, now, {
      reason: 'paid_after_cancellation',
      detail: `attempt ${attempt.id} was paid after the order was cancelled`,
      source: report.source,
    });
  }
  const hasCards = order.product.cardKind === 'manual' || order.reservation === 'held';
  if (!hasCards && input.stock === 'unasked') return { kind: 'needs_stock' };
  const late = order.state === 'expired';
  story.move(
    'paid',
    {
      what: 'paid',
      actor: report.source,
      attemptId: attempt.id,
      detail: late ? 'the payment arrived after the order had expired' : undefined,
      announce: 'order.paid',
    },
    { paidAt: now.toISOString(), paidAttemptId: attempt.id },
  );
  if (order.product.cardKind === 'manual') {
    return paymentChange(story, [settled], { detail: 'paid; the merchant delivers by hand' });
  }
  if (!hasCards && input.stock === 'short') {
    story.move('awaiting_stock', {
      what: 'awaiting_stock',
      actor: 'system',
      detail: 'no card was left for this late payment',
    });
    return paymentChange(story, [settled], { detail: 'paid; waits for stock' });
  }
  story.move(
    'delivered',
    { what: 'delivered', actor: 'system', announce: 'order.delivered' },
    { reservation: 'sold', deliveredAt: now.toISOString() },
  );
  return paymentChange(story, [settled], {
    cards: hasCards ? 'keep' : 'take',
    detail: 'paid and delivered',
  });
};

const after = (
  attempt: Attempt,
  report: PaymentReport,
  state: AttemptState,
  now: Date,
): Attempt => ({
  ...attempt,
  state,
  providerReference: report.providerReference ?? attempt.providerReference,
  version: attempt.version + 1,
  updatedAt: now.toISOString(),
});
