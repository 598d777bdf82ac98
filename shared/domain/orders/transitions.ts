import type { OrderState } from './order.ts';

/**
 * Every step an order may take. `decide` asserts each of its results against this table, and a property test walks
 * every order of events through it.
 */
export const ORDER_TRANSITIONS: Readonly<Record<OrderState, readonly OrderState[]>> = {
  awaiting_payment: ['paid', 'expired', 'cancelled', 'needs_review'],
  paid: ['delivered', 'awaiting_stock', 'refunding', 'needs_review'],
  awaiting_stock: ['delivered', 'refunding', 'needs_review'],
  delivered: ['refunding', 'needs_review'],
  // Money that arrives late is still the buyer's money.
  expired: ['paid', 'needs_review'],
  cancelled: ['paid', 'needs_review'],
  refunding: ['refunded', 'partially_refunded', 'needs_review'],
  partially_refunded: ['refunding', 'needs_review'],
  refunded: ['needs_review'],
  needs_review: ['paid', 'delivered', 'refunding', 'refunded', 'cancelled'],
};

export const canMove = (from: OrderState, to: OrderState): boolean =>
  ORDER_TRANSITIONS[from].includes(to);
