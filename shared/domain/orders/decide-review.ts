import { isOfSale } from '../refunds/is-of-sale.ts';
import type { DecideInput } from './decide-input.ts';
import { changed, type OrderDecision } from './decision.ts';
import type { OrderEvent } from './order-event.ts';
import { Story } from './story.ts';

type Resolution = Extract<OrderEvent, { kind: 'review_resolved' }>;

/**
 * A person has looked at the question that an order carries. `keep`: it was answered elsewhere, the order stands as it
 * is. `cancel`: an order that was never delivered ends; cards that it holds become free.
 */
export const decideResolution = (
  { order, refunds, now }: DecideInput,
  { actor, reason, outcome }: Resolution,
): OrderDecision => {
  if (!order.review) return { kind: 'no_change', detail: 'the order carries no question' };
  const step = { what: 'review_resolved', actor, detail: reason };
  const story = new Story(order, now);
  const held = order.reservation === 'held';
  if (outcome === 'cancel') {
    if (order.state !== 'needs_review' || order.deliveredAt !== undefined)
      return refused(
        `The order is ${order.state}${order.deliveredAt ? ' and was delivered' : ''}; only an order under review that was never delivered can be ended this way.`,
      );
    story.move(
      'cancelled',
      { ...step, announce: 'order.cancelled' },
      { review: undefined, reservation: held ? 'released' : order.reservation },
    );
    return changed(story, {
      cards: held ? 'give_back' : 'keep',
      detail: 'ended without a delivery',
    });
  }
  if (order.state !== 'needs_review') {
    story.note(step, { review: undefined });
    return changed(story, { detail: 'the question is answered' });
  }
  if (order.deliveredAt === undefined)
    return refused(
      'The order was never delivered. Complete it, refund it, or end it with "outcome": "cancel".',
    );
  const partly = refunds.some((refund) => refund.state === 'succeeded' && isOfSale(order, refund));
  story.move(partly ? 'partially_refunded' : 'delivered', step, { review: undefined });
  return changed(story, { detail: 'the question is answered' });
};

const refused = (message: string): OrderDecision => ({
  kind: 'refused',
  code: 'state_conflict',
  message,
});
