import type { FollowUpMessage } from '../../contract/queues.ts';
import type { OrderPeek } from '../ports/order-store.ts';
import { changeOrder } from './change-order.ts';
import { isDue, scheduleFollowUps } from './follow-up.ts';
import { isQuestionDue, type QueryAttemptDeps, queryAttempt } from './query-attempt.ts';

export interface HandleFollowUpDeps extends QueryAttemptDeps {
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
  switch (message.kind) {
    case 'query_attempt': {
      const attempt = await deps.peek.attempt(message.tenant, message.attemptId);
      if (attempt && isQuestionDue(attempt, now))
        await queryAttempt(deps, message.tenant, message.attemptId);
      return;
    }
    case 'expire_order': {
      const order = await deps.peek.order(message.tenant, message.orderId);
      if (order?.state === 'awaiting_payment')
        await changeOrder(deps, {
          tenant: message.tenant,
          orderId: message.orderId,
          event: { kind: 'expire' },
        });
      return;
    }
  }
};
