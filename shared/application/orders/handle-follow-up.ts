import type { FollowUpMessage } from '../../contract/queues.ts';
import { changeOrder } from './change-order.ts';
import { isDue, scheduleFollowUps } from './follow-up.ts';
import { type QueryAttemptDeps, queryAttempt } from './query-attempt.ts';

/** Does what a follow-up asks for, or passes it on when it came before its time. */
export const handleFollowUp = async (
  deps: QueryAttemptDeps,
  message: FollowUpMessage,
): Promise<void> => {
  const now = deps.runtime.now();
  if (!isDue(message, now)) return scheduleFollowUps(deps.followUps, [message], now);
  switch (message.kind) {
    case 'query_attempt':
      return queryAttempt(deps, message.tenant, message.attemptId);
    case 'expire_order':
      await changeOrder(deps, {
        tenant: message.tenant,
        orderId: message.orderId,
        event: { kind: 'expire' },
      });
      return;
  }
};
