import { METRICS } from '../../contract/metrics.ts';
import type { FollowUpMessage } from '../../contract/queues.ts';
import { isAttemptOpen } from '../../domain/orders/attempt.ts';
import { openAccount } from '../routing/open-account.ts';
import { changeOrder } from './change-order.ts';
import { scheduleFollowUps } from './follow-up.ts';
import { paymentReference } from './payment-reference.ts';
import { type QueryAttemptDeps, queryAttempt } from './query-attempt.ts';

type CloseMessage = Extract<FollowUpMessage, { kind: 'close_attempt' }>;

/** Seconds to the next try. After the last one the attempt is left to the questions, which see any payment. */
const RETRY_SECONDS = [10, 60, 300, 1_800] as const;

/**
 * Tells a provider that an attempt is not to be paid any more: the order got its money elsewhere, or is over. Closing is
 * a courtesy to the buyer; what was paid before it is found out by a question and follows the payment policies.
 */
export const closeAttempt = async (
  deps: QueryAttemptDeps,
  message: CloseMessage,
): Promise<void> => {
  const { tenant, orderId, attemptId, tries } = message;
  const aggregate = await deps.orders.load(tenant, orderId);
  const attempt = aggregate?.attempts.find(({ id }) => id === attemptId);
  if (!attempt || !isAttemptOpen(attempt)) return;
  const channel = await deps.channels.read(tenant, attempt.channelId);
  if (!channel) return;
  const opened = await openAccount(deps, channel, attempt);
  if (!opened?.port.close) return;
  const outcome = await opened.port.close(
    opened.context,
    await paymentReference(deps.sealer, tenant, attempt),
  );
  switch (outcome.kind) {
    case 'closed':
      await changeOrder(deps, {
        tenant,
        orderId,
        event: {
          kind: 'payment_reported',
          attemptId,
          channelId: attempt.channelId,
          status: 'closed',
          amount: undefined,
          providerReference: undefined,
          source: 'close',
        },
      });
      return;
    case 'already_paid':
      return queryAttempt(deps, tenant, attemptId, { evenIfNotDue: true });
    case 'not_supported':
      return;
    case 'unknown': {
      deps.metrics.count(METRICS.providerUnknownOutcome);
      const seconds = RETRY_SECONDS[tries];
      if (seconds === undefined) return;
      const now = deps.runtime.now();
      const dueAt = new Date(now.getTime() + seconds * 1000).toISOString();
      return scheduleFollowUps(deps.followUps, [{ ...message, tries: tries + 1, dueAt }], now);
    }
  }
};
