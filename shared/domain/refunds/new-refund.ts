import { refundIdOf } from '../identity/ids.ts';
import type { Attempt } from '../orders/attempt.ts';
import type { Order } from '../orders/order.ts';
import type { Refund } from './refund.ts';

/** The order's next refund, decided and not yet sent. */
export const newRefund = (
  order: Order,
  attempt: Attempt,
  rest: Pick<Refund, 'amount' | 'cause' | 'reason' | 'actor' | 'cards'> & { requestKey?: string },
  now: Date,
): Refund => ({
  id: refundIdOf(order.id, order.refundCount + 1),
  orderId: order.id,
  attemptId: attempt.id,
  channelId: attempt.channelId,
  provider: attempt.provider,
  state: 'queued',
  askedCount: 0,
  version: 1,
  createdAt: now.toISOString(),
  updatedAt: now.toISOString(),
  ...rest,
});
