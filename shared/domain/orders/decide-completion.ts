import { closeAttempts } from './close-attempts.ts';
import type { DecideInput } from './decide-input.ts';
import { changed, type OrderDecision } from './decision.ts';
import type { OrderEvent } from './order-event.ts';
import { questionLeft } from './question-left.ts';
import { Story } from './story.ts';

type Completion = Extract<OrderEvent, { kind: 'complete_by_hand' }>;

/**
 * 补单: the same path as a payment, on a person's word. Delivers what the order holds, or takes free cards when its
 * reservation was given back.
 */
export const decideCompletion = (input: DecideInput, event: Completion): OrderDecision => {
  const { order } = input;
  const manual = order.product.cardKind === 'manual';
  switch (order.state) {
    case 'delivered':
      return { kind: 'no_change', detail: 'the order is delivered' };
    case 'partially_refunded':
      // A part of the price went back; the rest still buys what was not delivered yet.
      if (order.deliveredAt === undefined) break;
      return { kind: 'no_change', detail: 'the order is delivered' };
    case 'refunding':
    case 'refunded':
      return {
        kind: 'refused',
        code: 'state_conflict',
        message: `The order is ${order.state}; it can't be completed.`,
      };
    case 'needs_review':
      if (order.deliveredAt === undefined) break;
      return {
        kind: 'refused',
        code: 'state_conflict',
        message: 'The order was delivered already. Answer its question, or refund it.',
      };
    case 'awaiting_payment':
    case 'expired':
    case 'cancelled':
    case 'paid':
    case 'awaiting_stock':
      break;
  }
  if (manual && !event.hasContent) {
    return {
      kind: 'refused',
      code: 'missing_parameter',
      message: '"content" is required: a manual product is delivered by what you write.',
    };
  }
  if (!manual && event.hasContent) {
    return {
      kind: 'refused',
      code: 'invalid_parameter',
      message: '"content" is only for manual products; this order delivers cards from stock.',
    };
  }
  const hasCards = manual || order.reservation === 'held';
  if (!hasCards && input.stock === 'unasked') return { kind: 'needs_stock' };
  if (!hasCards && input.stock === 'short') {
    return {
      kind: 'refused',
      code: 'out_of_stock',
      message: 'No cards are left for this order. Import cards, then complete it again.',
    };
  }
  return deliver(input, event, hasCards);
};

const deliver = (
  { order, attempts, now }: DecideInput,
  event: Completion,
  hasCards: boolean,
): OrderDecision => {
  const story = new Story(order, now);
  const step = { actor: event.actor, detail: event.reason };
  const isPaid =
    order.state === 'paid' ||
    order.state === 'awaiting_stock' ||
    order.state === 'partially_refunded';
  if (isPaid) {
    story.note({ what: 'completed_by_hand', ...step }, { review: questionLeft(order) });
  } else {
    story.move(
      'paid',
      { what: 'completed_by_hand', ...step, announce: 'order.paid' },
      { paidAt: order.paidAt ?? now.toISOString(), review: questionLeft(order) },
    );
  }
  story.move(
    'delivered',
    { what: 'delivered', actor: 'system', announce: 'order.delivered' },
    {
      reservation: order.product.cardKind === 'manual' ? 'none' : 'sold',
      deliveredAt: now.toISOString(),
      hasManualContent: event.hasContent,
      stockDeadline: undefined,
      hook: undefined,
    },
  );
  return changed(story, {
    cards: hasCards ? 'keep' : 'take',
    followUps: closeAttempts(attempts),
    detail: 'completed by hand',
  });
};
