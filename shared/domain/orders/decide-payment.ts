import { formatDecimalAmount, type Money, sameMoney } from '../money/money.ts';
import type { Attempt, AttemptState } from './attempt.ts';
import type { DecideInput } from './decide-input.ts';
import type { OrderDecision } from './decision.ts';
import type { Order, ReviewReason } from './order.ts';
import type { OrderEvent } from './order-event.ts';
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
  return change(story, [after(attempt, report, 'pending', now)], {
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
  return change(story, [next], {
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
  if (mismatch) return review(story, settled, now, { ...mismatch, source: report.source });
  if (order.paidAttemptId !== undefined || isSettled(order)) {
    return review(story, settled, now, {
      reason: 'duplicate_payment',
      detail: `attempt ${attempt.id} was paid too`,
      source: report.source,
    });
  }
  if (order.state === 'cancelled') {
    return review(story, settled, now, {
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
    return change(story, [settled], { detail: 'paid; the merchant delivers by hand' });
  }
  if (!hasCards && input.stock === 'short') {
    story.move('awaiting_stock', {
      what: 'awaiting_stock',
      actor: 'system',
      detail: 'no card was left for this late payment',
    });
    return change(story, [settled], { detail: 'paid; waits for stock' });
  }
  story.move(
    'delivered',
    { what: 'delivered', actor: 'system', announce: 'order.delivered' },
    { reservation: 'sold', deliveredAt: now.toISOString() },
  );
  return change(story, [settled], {
    cards: hasCards ? 'keep' : 'take',
    detail: 'paid and delivered',
  });
};

/** States in which the order's money question is answered, or is a person's to answer. */
const isSettled = ({ state }: Order): boolean =>
  state !== 'awaiting_payment' && state !== 'expired' && state !== 'cancelled';

const amountProblem = (
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
const review = (
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
  return change(story, [settled], { effect: 'needs_review', detail });
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

const change = (
  story: Story,
  attempts: readonly Attempt[],
  rest: {
    cards?: 'keep' | 'take';
    releaseCapsOf?: readonly Attempt[];
    effect?: 'applied' | 'needs_review';
    detail: string;
  },
): OrderDecision => ({
  kind: 'change',
  order: story.order,
  attempts,
  cards: rest.cards ?? 'keep',
  releaseCapsOf: rest.releaseCapsOf ?? [],
  announce: story.announce,
  effect: rest.effect ?? 'applied',
  detail: rest.detail,
});
