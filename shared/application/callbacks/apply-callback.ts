import { METRICS } from '../../contract/metrics.ts';
import type { CallbackMessage } from '../../contract/queues.ts';
import type { CallbackTrace } from '../../domain/callbacks/notification.ts';
import { orderIdOfAttempt } from '../../domain/identity/ids.ts';
import { type ChangeOrderDeps, changeOrder } from '../orders/change-order.ts';

/**
 * Applies a queued callback: one transaction changes attempt, order, cards and outbox and keeps the trace. A repeated
 * or late one leaves a trace of its own and nothing else.
 */
export const applyCallback = async (
  deps: ChangeOrderDeps,
  message: CallbackMessage,
): Promise<CallbackTrace['effect']> => {
  const { notification, tenant } = message;
  const trace = (effect: CallbackTrace['effect'], effectDetail: string): CallbackTrace => ({
    ...message,
    effect,
    effectDetail,
    appliedAt: deps.runtime.now().toISOString(),
  });
  const keep = async (effect: CallbackTrace['effect'], detail: string) => {
    await deps.orders.recordTrace(trace(effect, detail));
    return effect;
  };
  const unmatched = (detail: string) => {
    deps.metrics.count(METRICS.callbackUnmatched);
    return keep('unmatched', detail);
  };
  if (notification.kind !== 'payment') return keep('no_change', 'not followed');
  if (!notification.attemptId) return unmatched('the order number was never ours');
  const result = await changeOrder(deps, {
    tenant,
    orderId: orderIdOfAttempt(notification.attemptId),
    event: {
      kind: 'payment_reported',
      attemptId: notification.attemptId,
      channelId: message.channelId,
      accountVersions: message.accountVersions ?? [1],
      status: notification.status,
      amount: notification.amount,
      providerReference: notification.providerReference,
      failureReason: notification.failureReason,
      source: 'notification',
      confirm: message.confirm,
    },
    trace,
  });
  switch (result.kind) {
    case 'changed':
      return result.decision.effect;
    case 'no_change':
      return keep('no_change', result.detail);
    case 'no_order':
      return unmatched('no such order');
    case 'refused':
      return keep('no_change', result.error.message);
    case 'cap_reached':
      throw new Error('a callback reserves no cap');
  }
};
