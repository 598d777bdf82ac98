import { METRICS } from '../../contract/metrics.ts';
import { orderIdOfAttempt } from '../../domain/identity/ids.ts';
import type { Tenant } from '../../domain/identity/tenant.ts';
import type { Attempt } from '../../domain/orders/attempt.ts';
import { isConfirmationMissing, nextQueryAt } from '../../domain/orders/query-schedule.ts';
import type { FollowUpQueue } from '../ports/queue.ts';
import { type ChangeOrderDeps, changeOrder } from './change-order.ts';
import { scheduleFollowUps } from './follow-up.ts';

export interface GoOnAskingDeps extends ChangeOrderDeps {
  readonly followUps: FollowUpQueue;
}

/** Asks for the next follow-up, or a person when an announced payment was never confirmed. */
export const goOnAsking = async (
  deps: GoOnAskingDeps,
  tenant: Tenant,
  attempt: Attempt | undefined,
): Promise<void> => {
  if (!attempt) return;
  if (isConfirmationMissing(attempt)) return giveUpConfirmation(deps, tenant, attempt);
  const dueAt = nextQueryAt(attempt);
  if (!dueAt) return;
  await scheduleFollowUps(
    deps.followUps,
    [
      {
        kind: 'query_attempt',
        tenant,
        orderId: orderIdOfAttempt(attempt.id),
        attemptId: attempt.id,
        dueAt: dueAt.toISOString(),
      },
    ],
    deps.runtime.now(),
  );
};

/** A payment that was announced and that its provider never confirmed: a person is asked. */
const giveUpConfirmation = async (
  deps: GoOnAskingDeps,
  tenant: Tenant,
  attempt: Attempt,
): Promise<void> => {
  deps.metrics.count(METRICS.paymentUnconfirmed);
  await changeOrder(deps, {
    tenant,
    orderId: orderIdOfAttempt(attempt.id),
    event: { kind: 'confirmation_missing', attemptId: attempt.id },
  });
};
