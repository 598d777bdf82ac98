import type { CallbackMessage } from '../../contract/queues.ts';
import type { CallbackTrace } from '../../domain/callbacks/notification.ts';
import type { OrderEvent } from '../../domain/orders/order-event.ts';
import { type ChangeOrderDeps, changeOrder } from '../orders/change-order.ts';
import { keepTrace, keepUnmatched, traceOf } from './keep-trace.ts';

/** What a callback says happens to its order: one transaction changes all that changes, and keeps the trace. */
export const applyEvent = async (
  deps: ChangeOrderDeps,
  message: CallbackMessage,
  { orderId, event }: { readonly orderId: string; readonly event: OrderEvent },
): Promise<CallbackTrace['effect']> => {
  const result = await changeOrder(deps, {
    tenant: message.tenant,
    orderId,
    event,
    trace: (effect, detail) => traceOf(deps, message, effect, detail),
  });
  switch (result.kind) {
    case 'changed':
      return result.decision.effect;
    case 'no_change':
      return keepTrace(deps, message, 'no_change', result.detail);
    case 'no_order':
      return keepUnmatched(deps, message, 'no such order');
    case 'refused':
      return keepTrace(deps, message, 'no_change', result.error.message);
    case 'cap_reached':
      throw new Error('a callback reserves no cap');
  }
};
