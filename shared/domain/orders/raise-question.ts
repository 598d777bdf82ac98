import type { Attempt } from './attempt.ts';
import type { Order, ReviewReason } from './order.ts';
import type { Story } from './story.ts';

/** Paid for and not handed over: it waits until a person has decided. */
const STOPPABLE: readonly Order['state'][] = ['paid', 'awaiting_stock'];

/**
 * Asks a person about money that moved, or may move, without us. What was not delivered for it stops; what was stays as
 * it is and carries the question.
 */
export const raiseQuestion = (
  story: Story,
  attempt: Attempt,
  { reason, detail, refundId }: { reason: ReviewReason; detail: string; refundId?: string },
): void => {
  const { order } = story;
  const step = {
    what: reason,
    actor: 'provider',
    attemptId: attempt.id,
    refundId,
    detail,
    announce: 'order.needs_review' as const,
  };
  const changes = { review: { reason, detail } };
  if (attempt.id === order.paidAttemptId && STOPPABLE.includes(order.state))
    story.move('needs_review', step, { ...changes, stockDeadline: undefined, hook: undefined });
  else story.note(step, changes);
};
