import type { FollowUpMessage } from '../../contract/queues.ts';
import type { OrderPeek } from '../ports/order-store.ts';
import { type SubmitRefundDeps, submitRefund } from '../refunds/submit-refund.ts';
import { type CallHookDeps, callHook } from './call-hook.ts';
import { changeOrder } from './change-order.ts';
import { closeAttempt } from './close-attempt.ts';
import { deliverWaiting } from './deliver-waiting.ts';
import { isDue, scheduleFollowUps } from './follow-up.ts';
import { isQuestionDue, type QueryAttemptDeps, queryAttempt } from './query-attempt.ts';

export interface HandleFollowUpDeps extends QueryAttemptDeps, SubmitRefundDeps, CallHookDeps {
  readonly peek: OrderPeek;
}

/**
 * Does what a follow-up asks for, or passes it on when it came before its time. Most orders are paid long before: a look
 * at one item ends those, and a batch of messages shares it.
 */
export const handleFollowUp = async (
  deps: HandleFollowUpDeps,
  message: FollowUpMessage,
): Promise<void> => {
  const now = deps.runtime.now();
  if (!isDue(message, now)) return scheduleFollowUps(deps.followUps, [message], now);
  const { tenant } = message;
  switch (message.kind) {
    case 'query_attempt': {
      const attempt = await deps.peek.attempt(tenant, message.attemptId);
      if (attempt && isQuestionDue(attempt, now))
        await queryAttempt(deps, tenant, message.attemptId);
      return;
    }
    case 'close_attempt':
      return closeAttempt(deps, message);
    case 'look_at_order':
      return lookAtOrder(deps, message);
    case 'submit_refund':
      return submitRefund(deps, tenant, message.refundId);
    case 'deliver_waiting':
      await deliverWaiting(deps, tenant, message.productId);
  }
};

const lookAtOrder = async (
  deps: HandleFollowUpDeps,
  { tenant, orderId }: Extract<FollowUpMessage, { kind: 'look_at_order' }>,
): Promise<void> => {
  const order = await deps.peek.order(tenant, orderId);
  if (order?.state === 'awaiting_payment')
    await changeOrder(deps, { tenant, orderId, event: { kind: 'expire' } });
  if (order?.state === 'paid' && order.hook) await callHook(deps, order);
};
