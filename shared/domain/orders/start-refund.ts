import type { Money } from '../money/money.ts';
import { newRefund } from '../refunds/new-refund.ts';
import type { Refund, RefundCause } from '../refunds/refund.ts';
import type { Attempt } from './attempt.ts';
import type { OrderChanged } from './decision.ts';
import { questionLeft } from './question-left.ts';
import type { Story } from './story.ts';

export interface RefundOrder {
  readonly attempt: Attempt;
  readonly amount: Money;
  readonly cause: RefundCause;
  readonly reason: string;
  readonly actor: string;
  readonly cards: Refund['cards'];
  readonly requestKey?: string;
  /** The money that the sale rests on goes back, in whole or in part; otherwise the order stays as it is. */
  readonly touchesSale: boolean;
  /** Nothing will be left of it: cards that the order holds and nobody has seen go back to the shelf. */
  readonly whole: boolean;
}

/** Tells the beginning of a refund: the order is `refunding` when it is about its own payment. */
export const startRefund = (
  story: Story,
  refundOrder: RefundOrder,
  now: Date,
): Pick<OrderChanged, 'refunds' | 'followUps' | 'cards'> => {
  const { attempt, touchesSale, whole, ...rest } = refundOrder;
  const refund = newRefund(story.order, attempt, rest, now);
  const step = {
    what: 'refund_queued',
    actor: rest.actor,
    attemptId: attempt.id,
    refundId: refund.id,
    detail: rest.reason,
  };
  const givesBack = touchesSale && whole && story.order.reservation === 'held';
  // A part of what a person still has to decide about: the question and the cards stay as they are.
  const moves = touchesSale && (whole || story.order.deliveredAt !== undefined);
  const changes = {
    refundCount: story.order.refundCount + 1,
    ...(moves
      ? { review: questionLeft(story.order), stockDeadline: undefined, hook: undefined }
      : {}),
    ...(givesBack ? { reservation: 'released' as const } : {}),
  };
  if (moves && story.order.state !== 'refunding') story.move('refunding', step, changes);
  else story.note(step, changes);
  return {
    refunds: [refund],
    followUps: [{ kind: 'submit_refund', refundId: refund.id }],
    cards: givesBack ? 'give_back' : 'keep',
  };
};
