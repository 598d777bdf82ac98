import type { Attempt } from './attempt.ts';
import type { Order, ReviewReason } from './order.ts';
import type { Story } from './story.ts';

const MOVABLE: readonly Order['state'][] = [
  'awaiting_payment',
  'expired',
  'cancelled',
  'paid',
  'awaiting_stock',
  'refunding',
];

/**
 * Asks a person. An order that was not delivered stops and keeps the cards it holds until they have decided; one that
 * was delivered or refunded stays so and carries the question.
 *
 * @param settled the payment that raises the question, when it is the order's first
 */
export const review = (
  story: Story,
  now: Date,
  {
    reason,
    detail,
    actor,
    settled,
    refundId,
  }: {
    reason: ReviewReason;
    detail: string;
    actor: string;
    settled?: Attempt;
    refundId?: string;
  },
): void => {
  const { order } = story;
  const step = {
    what: reason,
    actor,
    detail,
    attemptId: settled?.id,
    refundId,
    announce: 'order.needs_review' as const,
  };
  const isFirstMoney = settled !== undefined && order.paidAttemptId === undefined;
  const changes = {
    review: { reason, detail },
    ...(isFirstMoney
      ? { paidAt: order.paidAt ?? now.toISOString(), paidAttemptId: settled.id }
      : {}),
  };
  const raisedBySecondMoney = settled !== undefined && !isFirstMoney;
  if (MOVABLE.includes(order.state) && !raisedBySecondMoney)
    story.move('needs_review', step, { ...changes, stockDeadline: undefined, hook: undefined });
  else story.note(step, changes);
};
