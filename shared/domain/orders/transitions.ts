import type { OrderState } from './order.ts';

/**
 * Every step an order may take. `decide` asserts each of its results against this table, and a property test walks
 * every order of events through it.
 */
export const ORDER_TRANSITIONS: Readonly<Record<OrderState, readonly OrderState[]>> = {
  awaiting_payment: ['paid', 'expired', 'cancelled', 'refunding', 'needs_review'],
  paid: ['delivered', 'awaiting_stock', 'refunding', 'needs_review'],
  awaiting_stock: ['delivered', 'refunding', 'needs_review'],
  delivered: ['refunding', 'partially_refunded', 'refunded', 'needs_review'],
  // Money that arrives late is still the buyer's money: it buys the cards, waits for a person, or goes back.
  expired: ['paid', 'refunding', 'needs_review'],
  cancelled: ['paid', 'refunding', 'needs_review'],
  refunding: ['refunded', 'partially_refunded', 'needs_review'],
  partially_refunded: ['refunding', 'refunded', 'delivered', 'needs_review'],
  refunded: ['needs_review'],
  needs_review: ['paid', 'delivered', 'refunding', 'partially_refunded', 'refunded', 'cancelled'],
};

export const canMove = (from: OrderState, to: OrderState): boolean =>
  ORDER_TRANSITIONS[from].includes(to);
