import type { CallbackMessage } from '../../contract/queues.ts';
import type { CallbackTrace, DisputeNotification } from '../../domain/callbacks/notification.ts';
import { orderIdOfAttempt } from '../../domain/identity/ids.ts';
import type { ChangeOrderDeps } from '../orders/change-order.ts';
import { applyEvent } from './apply-event.ts';
import { keepUnmatched } from './keep-trace.ts';
import { reporterOf } from './reporter-of.ts';

/** A notification about a dispute. */
export const applyDispute = async (
  deps: ChangeOrderDeps,
  message: CallbackMessage,
  { attemptId, providerReference, ...said }: DisputeNotification,
): Promise<CallbackTrace['effect']> =>
  attemptId === undefined
    ? keepUnmatched(deps, message, 'it names nothing of ours')
    : applyEvent(deps, message, {
        orderId: orderIdOfAttempt(attemptId),
        event: {
          kind: 'disputed',
          reporter: reporterOf(message),
          attemptId,
          reference: providerReference,
          status: said.status,
          providerStatus: said.providerStatus,
          amount: said.amount,
          cause: said.cause,
          answerBy: said.answerBy,
          isProven: !message.confirm,
        },
      });
