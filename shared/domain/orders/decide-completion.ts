import type { DecideInput } from './decide-input.ts';
import type { OrderDecision } from './decision.ts';
import type { Order } from './order.ts';
import type { OrderEvent } from './order-event.ts';
import { Story } from './story.ts';

type Completion = Extract<OrderEvent, { kind: 'complete_by_hand' }>;

/**
 * 补单: the same path as a payment, on a person's word. Delivers what the order holds, or takes free cards when its
 * reservation was given back.
 */
export const decideCompletion = (input: DecideInput, event: Completion): OrderDecision => {
  const { order, now } = input;
  const manual = order.product.cardKind === 'manual';
  switch (order.state) {
    case 'delivered':
      return { kind: 'no_change', detail: 'the order is delivered' };
    case 'refunding':
    case 'partially_refunded':
    case 'refunded':
      return {
        kind: 'refused',
        code: 'state_conflict',
        message: `The order is ${order.state}; it can't be completed.`,
      };
    case 'awaiting_payment':
    case 'expired':
    case 'cancelled':
    case 'paid':
    case 'awaiting_stock':
    case 'needs_review':
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
  return deliver(order, now, event, hasCards);
};

const deliver = (order: Order, now: Date, event: Completion, hasCards: boolean): OrderDecision => {
  const story = new Story(order, now);
  const step = { actor: event.actor, detail: event.reason };
  if (order.state === 'paid' || order.state === 'awaiting_stock') {
    story.note({ what: 'completed_by_hand', ...step });
  } else {
    story.move(
      'paid',
      { what: 'completed_by_hand', ...step, announce: 'order.paid' },
      { paidAt: order.paidAt ?? now.toISOString(), review: undefined },
    );
  }
  story.move(
    'delivered',
    { what: 'delivered', actor: 'system', announce: 'order.delivered' },
    {
      reservation: order.product.cardKind === 'manual' ? 'none' : 'sold',
      deliveredAt: now.toISOString(),
      hasManualContent: event.hasContent,
    },
  );
  return {
    kind: 'change',
    order: story.order,
    attempts: [],
    cards: hasCards ? 'keep' : 'take',
    releaseCapsOf: [],
    announce: story.announce,
    effect: 'applied',
    detail: 'completed by hand',
  };
};
