import type { Order, ReviewReason } from './order.ts';

/** Questions about money that the sale itself does not answer. */
const STAYS: readonly ReviewReason[] = [
  'duplicate_payment',
  'refund_contradicted',
  'refunded_elsewhere',
  'disputed',
];

/**
 * What an order still asks once its sale was dealt with (refunded, completed by hand): a second payment that is held is
 * there still, and so is a dispute.
 */
export const questionLeft = ({ review }: Pick<Order, 'review'>): Order['review'] =>
  review && STAYS.includes(review.reason) ? review : undefined;
