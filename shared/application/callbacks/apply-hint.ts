import type { CallbackMessage } from '../../contract/queues.ts';
import type { CallbackTrace, PaymentNotification } from '../../domain/callbacks/notification.ts';
import { concurrentChange } from '../../domain/errors/app-error.ts';
import { orderIdOfAttempt } from '../../domain/identity/ids.ts';
import type { Attempt } from '../../domain/orders/attempt.ts';
import { withHint } from '../../domain/orders/hint.ts';
import { NOT_BELIEVED, ownerOfReport } from '../../domain/orders/reporter.ts';
import { scheduleFollowUps } from '../orders/follow-up.ts';
import type { OrderStore } from '../ports/order-store.ts';
import type { FollowUpQueue } from '../ports/queue.ts';
import type { Runtime } from '../ports/runtime.ts';
import { type KeepTraceDeps, keepTrace, keepUnmatched } from './keep-trace.ts';
import { reporterOf } from './reporter-of.ts';

export interface ApplyHintDeps extends KeepTraceDeps {
  readonly orders: Pick<OrderStore, 'load' | 'recordAttempt' | 'recordTrace'>;
  readonly followUps: FollowUpQueue;
  readonly runtime: Pick<Runtime, 'now' | 'random' | 'pause'>;
}

/** Hints of one payment meet each other; a few rounds and one of them stands for all. */
const MAX_ROUNDS = 5;
const BACKOFF_MILLIS = 10;

/**
 * A hint proves nothing: the provider is asked, and its answer decides. That it is to be asked is written on the attempt
 * first, so that a lost message costs a minute: the sweeper finds it due.
 */
export const applyHint = async (
  deps: ApplyHintDeps,
  message: CallbackMessage,
  { attemptId }: PaymentNotification,
): Promise<CallbackTrace['effect']> => {
  if (attemptId === undefined)
    return keepUnmatched(deps, message, 'the order number was never ours');
  const { tenant } = message;
  const orderId = orderIdOfAttempt(attemptId);
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    if (round > 0) await deps.runtime.pause(deps.runtime.random() * BACKOFF_MILLIS * 2 ** round);
    const aggregate = await deps.orders.load(tenant, orderId);
    if (!aggregate) return keepUnmatched(deps, message, 'no such order');
    const attempt = aggregate.attempts.find(({ id }) => id === attemptId);
    if (!attempt) return keepTrace(deps, message, 'no_change', 'no such attempt');
    if (ownerOfReport(attempt, reporterOf(message)) !== 'own')
      return keepTrace(deps, message, 'no_change', NOT_BELIEVED);
    const now = deps.runtime.now();
    const told = withKept(attempt, message);
    const next = withHint(told, now);
    if (!next?.hint) {
      if (told !== attempt) {
        const noted = { ...told, version: told.version + 1, updatedAt: now.toISOString() };
        if ((await deps.orders.recordAttempt(tenant, noted)).kind !== 'recorded') continue;
        return keepTrace(deps, message, 'applied', 'noted for the next step');
      }
      return keepTrace(
        deps,
        message,
        'no_change',
        attempt.state === 'succeeded'
          ? 'this payment was applied before'
          : 'the provider is about to be asked',
      );
    }
    if ((await deps.orders.recordAttempt(tenant, next)).kind !== 'recorded') continue;
    const dueAt = next.hint.askAt;
    await scheduleFollowUps(
      deps.followUps,
      [{ kind: 'query_attempt', tenant, orderId, attemptId, dueAt }],
      now,
    );
    return keepTrace(deps, message, 'applied', 'asked the provider');
  }
  throw concurrentChange('The attempt is being changed by others at the same time.');
};

/**
 * With what its adapter wants kept, where the message brings something. One that is delivered again, or late, brings what
 * newer ones and the steps since then have replaced.
 */
const withKept = (attempt: Attempt, { kept, receivedAt }: CallbackMessage): Attempt =>
  kept === undefined || (attempt.keptFrom !== undefined && receivedAt <= attempt.keptFrom)
    ? attempt
    : {
        ...attempt,
        kept: {
          wrappedKey: Buffer.from(kept.wrappedKey, 'base64'),
          data: Buffer.from(kept.data, 'base64'),
        },
        keptFrom: receivedAt,
      };
