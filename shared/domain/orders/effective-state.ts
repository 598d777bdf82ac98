import type { Order, OrderState } from './order.ts';

/**
 * The state as anybody may see it at `now`: an unpaid order past its time is expired, whether or not a sweeper has
 * written it down yet.
 */
export const effectiveState = (order: Pick<Order, 'state' | 'expiresAt'>, now: Date): OrderState =>
  order.state === 'awaiting_payment' && now.toISOString() >= order.expiresAt
    ? 'expired'
    : order.state;
