import type { Order } from '../../domain/orders/order.ts';
import type { EventType, MerchantEvent } from '../../domain/webhooks/event.ts';
import type { Runtime } from '../ports/runtime.ts';
import { presentOrderSummary } from './present-order.ts';

/** What the merchant is told about a change: the order as it is after it, without cards. */
export const merchantEvents = (
  runtime: Runtime,
  order: Order,
  announce: readonly { readonly type: EventType; readonly sequence: number }[],
): MerchantEvent[] =>
  announce.map(({ type, sequence }) => ({
    id: runtime.newId('event'),
    type,
    tenant: order.tenant,
    objectId: order.id,
    sequence,
    createdAt: runtime.now().toISOString(),
    data: presentOrderSummary(order, runtime.now()),
  }));
