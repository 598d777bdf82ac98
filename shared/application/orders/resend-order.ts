import { AppError, notFound } from '../../domain/errors/app-error.ts';
import type { Tenant } from '../../domain/identity/tenant.ts';
import { effectiveState } from '../../domain/orders/effective-state.ts';
import type { Order, OrderState } from '../../domain/orders/order.ts';
import type { EventType, MerchantEvent } from '../../domain/webhooks/event.ts';
import type { EventLog } from '../ports/event-log.ts';
import type { OrderStore } from '../ports/order-store.ts';
import type { WebhookQueue } from '../ports/queue.ts';
import type { Runtime } from '../ports/runtime.ts';
import { merchantEvents } from './merchant-events.ts';
import { publishEvents } from './publish-events.ts';

export interface ResendOrderDeps {
  readonly orders: Pick<OrderStore, 'load'>;
  readonly eventLog: EventLog;
  readonly webhooks: WebhookQueue;
  readonly runtime: Runtime;
}

const EVENT_OF_STATE: Partial<Record<OrderState, EventType>> = {
  paid: 'order.paid',
  awaiting_stock: 'order.paid',
  delivered: 'order.delivered',
  expired: 'order.expired',
  cancelled: 'order.cancelled',
  needs_review: 'order.needs_review',
};

/** What was last told of an order that is, or was, paid back: its refunds have events of their own. */
const lastAnnounced = ({ deliveredAt, paidAt }: Order): EventType | undefined =>
  deliveredAt ? 'order.delivered' : paidAt ? 'order.paid' : undefined;

/** Tells the merchant once more how the order stands, as a new event with the order's present sequence. */
export const resendOrder = async (
  deps: ResendOrderDeps,
  tenant: Tenant,
  orderId: string,
): Promise<MerchantEvent> => {
  const aggregate = await deps.orders.load(tenant, orderId);
  if (!aggregate) throw notFound('order');
  const { order } = aggregate;
  const state = effectiveState(order, deps.runtime.now());
  const type = EVENT_OF_STATE[state] ?? lastAnnounced(order);
  if (!type)
    throw new AppError(
      'state_conflict',
      `Nothing was ever announced for an order that is ${state}.`,
    );
  const [event] = merchantEvents(deps.runtime, {
    order,
    refunds: [],
    announce: [{ type, sequence: order.version }],
  });
  if (!event) throw new Error('one announcement makes one event');
  await publishEvents(deps, [[event]]);
  return event;
};
