import type { Order } from '../orders/order.ts';
import type { Refund } from './refund.ts';

/**
 * Whether a refund takes the sale's own price back; a surplus that goes back, or a transfer that came for it once more,
 * leaves the sale as it is.
 */
export const isOfSale = (
  { paidAttemptId }: Pick<Order, 'paidAttemptId'>,
  { attemptId, cause }: Pick<Refund, 'attemptId' | 'cause'>,
): boolean => attemptId === paidAttemptId && cause !== 'overpaid' && cause !== 'duplicate_payment';
