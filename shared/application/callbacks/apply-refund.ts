import type { CallbackMessage } from '../../contract/queues.ts';
import type { CallbackTrace, RefundNotification } from '../../domain/callbacks/notification.ts';
import { notifiedOrder } from '../../domain/callbacks/notified-order.ts';
import { concurrentChange } from '../../domain/errors/app-error.ts';
import { findRefund } from '../../domain/orders/decide-refund-notice.ts';
import { NOT_BELIEVED, ownerOfReport } from '../../domain/orders/reporter.ts';
import { isRefundOpen } from '../../domain/refunds/refund.ts';
import { withRefundHint } from '../../domain/refunds/refund-hint.ts';
import type { ChangeOrderDeps } from '../orders/change-order.ts';
import { scheduleFollowUps } from '../orders/follow-up.ts';
import type { FollowUpQueue } from '../ports/queue.ts';
import { applyEvent } from './apply-event.ts';
import { keepTrace, keepUnmatched } from './keep-trace.ts';
import { reporterOf } from './reporter-of.ts';

export interface ApplyRefundDeps extends ChangeOrderDeps {
  readonly followUps: FollowUpQueue;
}

type Effect = CallbackTrace['effect'];

/**
 * A notification about a refund. Where the provider's word counts, it is applied; where it proves nothing, or nobody knows
 * the word, the provider is asked. Money that went back without us asks a person.
 */
export const applyRefund = async (
  deps: ApplyRefundDeps,
  message: CallbackMessage,
  notification: RefundNotification,
): Promise<Effect> => {
  const orderId = notifiedOrder(notification);
  if (orderId === undefined) return keepUnmatched(deps, message, 'it names nothing of ours');
  const { status } = notification;
  if (status === 'pending')
    return keepTrace(deps, message, 'no_change', 'the provider works on this refund');
  if (message.confirm || status === 'unknown')
    return askAboutRefund(deps, message, { orderId, notification });
  return applyWord(deps, message, { orderId, notification, status });
};

interface Noticed {
  readonly orderId: string;
  readonly notification: RefundNotification;
}

const applyWord = (
  deps: ApplyRefundDeps,
  message: CallbackMessage,
  { orderId, notification, status }: Noticed & { readonly status: 'succeeded' | 'failed' },
): Promise<Effect> => {
  const { refundId, attemptId, amount, providerReference, providerStatus } = notification;
  return applyEvent(deps, message, {
    orderId,
    event: {
      kind: 'refund_notified',
      reporter: reporterOf(message),
      refundId,
      attemptId,
      status,
      amount,
      providerReference,
      providerStatus,
      isProven: !message.confirm,
    },
  });
};

/** That the provider is to be asked is written on the refund first: a lost message is made good by the sweeper. */
const askAboutRefund = async (
  deps: ApplyRefundDeps,
  message: CallbackMessage,
  noticed: Noticed,
): Promise<Effect> => {
  const { orderId, notification } = noticed;
  const { tenant } = message;
  const aggregate = await deps.orders.load(tenant, orderId);
  if (!aggregate) return keepUnmatched(deps, message, 'no such order');
  const refund = findRefund(aggregate.refunds, notification);
  if (!refund)
    return notification.status === 'succeeded'
      ? applyWord(deps, message, { ...noticed, status: 'succeeded' })
      : keepTrace(deps, message, 'no_change', 'nothing is known of such a refund');
  const attempt = aggregate.attempts.find(({ id }) => id === refund.attemptId);
  if (!attempt || ownerOfReport(attempt, reporterOf(message)) !== 'own')
    return keepTrace(deps, message, 'no_change', NOT_BELIEVED);
  if (!isRefundOpen(refund))
    return keepTrace(deps, message, 'no_change', `the refund is ${refund.state}`);
  const now = deps.runtime.now();
  const next = withRefundHint(refund, now);
  if (!next?.askAt)
    return keepTrace(deps, message, 'no_change', 'the provider is about to be asked');
  const recorded = await deps.orders.recordRefund(tenant, next);
  // Whoever changes it may be asking right now, and may not see what this message speaks of: it comes again.
  if (recorded.kind !== 'recorded')
    throw concurrentChange('The refund is being changed by others at the same time.');
  await scheduleFollowUps(
    deps.followUps,
    [{ kind: 'submit_refund', tenant, orderId, refundId: refund.id, dueAt: next.askAt }],
    now,
  );
  return keepTrace(deps, message, 'applied', 'asked the provider');
};
