import type { CallbackMessage } from '../../contract/queues.ts';
import type { CallbackTrace, PaymentNotification } from '../../domain/callbacks/notification.ts';
import { orderIdOfAttempt } from '../../domain/identity/ids.ts';
import type { ChangeOrderDeps } from '../orders/change-order.ts';
import type { FollowUpQueue } from '../ports/queue.ts';
import { applyDispute } from './apply-dispute.ts';
import { applyEvent } from './apply-event.ts';
import { applyHint } from './apply-hint.ts';
import { applyRefund } from './apply-refund.ts';
import { keepTrace, keepUnmatched } from './keep-trace.ts';
import { reporterOf } from './reporter-of.ts';

export interface ApplyCallbackDeps extends ChangeOrderDeps {
  readonly followUps: FollowUpQueue;
}

/**
 * Applies a queued callback: one transaction changes attempt, order, cards and outbox and keeps the trace. A repeated
 * or late one leaves a trace of its own and nothing else.
 */
export const applyCallback = async (
  deps: ApplyCallbackDeps,
  message: CallbackMessage,
): Promise<CallbackTrace['effect']> => {
  const { notification } = message;
  switch (notification.kind) {
    case 'payment':
      return notification.isHint
        ? applyHint(deps, message, notification)
        : applyPayment(deps, message, notification);
    case 'refund':
      return applyRefund(deps, message, notification);
    case 'dispute':
      return applyDispute(deps, message, notification);
    case 'other':
      return keepTrace(deps, message, 'no_change', 'not followed here');
  }
};

const applyPayment = async (
  deps: ApplyCallbackDeps,
  message: CallbackMessage,
  { attemptId, ...said }: PaymentNotification,
): Promise<CallbackTrace['effect']> =>
  attemptId === undefined
    ? keepUnmatched(deps, message, 'the order number was never ours')
    : applyEvent(deps, message, {
        orderId: orderIdOfAttempt(attemptId),
        event: {
          kind: 'payment_reported',
          attemptId,
          ...reporterOf(message),
          status: said.status,
          amount: said.amount,
          providerReference: said.providerReference,
          failureReason: said.failureReason,
          transferId: said.transferId,
          source: 'notification',
          confirm: message.confirm,
        },
      });
