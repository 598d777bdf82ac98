import type { Order } from './order.ts';

/**
 * What an order still asks once its sale was dealt with (refunded, completed by hand): a second payment that is held is
 * there still.
 */
export const questionLeft = ({ review }: Pick<Order, 'review'>): Order['review'] =>
  review?.reason === 'duplicate_payment' ? review : undefined;
