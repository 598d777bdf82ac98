import type { OrderChanged } from '../../domain/orders/decision.ts';
import type { Order } from '../../domain/orders/order.ts';
import type { EventType, MerchantEvent } from '../../domain/webhooks/event.ts';
import type { Runtime } from '../ports/runtime.ts';
import { presentRefund } from '../refunds/present-refund.ts';
import { presentOrderSummary } from './present-order.ts';

/** What the merchant is told about a change: the order, or one of its refunds, as it is after it. No cards. */
export const merchantEvents = (
  runtime: Runtime,
  { order, refunds, announce }: Pick<OrderChanged, 'order' | 'refunds' | 'announce'>,
): MerchantEvent[] =>
  announce.map(({ type, sequence, refundId }) => {
    const refund = refunds.find(({ id }) => id === refundId);
    return isAboutRefund(type) && refund
      ? {
          ...common(runtime, order, type),
          objectId: refund.id,
          sequence: refund.version,
          data: presentRefund(refund),
        }
      : {
          ...common(runtime, order, type),
          objectId: order.id,
          sequence,
          data: presentOrderSummary(order, runtime.now()),
        };
  });

const common = (runtime: Runtime, { tenant }: Order, type: EventType) => ({
  id: runtime.newId('event'),
  type,
  tenant,
  createdAt: runtime.now().toISOString(),
});

const isAboutRefund = (type: EventType): boolean => type.startsWith('refund.');
