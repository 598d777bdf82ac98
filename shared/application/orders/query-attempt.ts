import { METRICS } from '../../contract/metrics.ts';
import type { Channel } from '../../domain/channels/channel.ts';
import { concurrentChange } from '../../domain/errors/app-error.ts';
import { orderIdOfAttempt, providerOrderNumberOf } from '../../domain/identity/ids.ts';
import type { Tenant } from '../../domain/identity/tenant.ts';
import type { Attempt } from '../../domain/orders/attempt.ts';
import { isConfirmationMissing, nextQueryAt } from '../../domain/orders/query-schedule.ts';
import type { QueryOutcome } from '../ports/channel-port.ts';
import type { ChannelReader } from '../ports/channel-store.ts';
import type { CapMove } from '../ports/order-store.ts';
import type { FollowUpQueue } from '../ports/queue.ts';
import { openAccount } from '../routing/open-account.ts';
import type { OpenChannelDeps } from '../routing/open-channel.ts';
import { type ChangeOrderDeps, changeOrder } from './change-order.ts';
import { isDue, scheduleFollowUps } from './follow-up.ts';

export interface QueryAttemptDeps extends ChangeOrderDeps, OpenChannelDeps {
  readonly channels: ChannelReader;
  readonly followUps: FollowUpQueue;
}

/** A payment the provider has never heard of is given up this long after it could last be paid. */
const GIVE_UP_AFTER_EXPIRY_MILLIS = 30 * 60_000;

/**
 * Asks the provider what became of an open attempt, applies the answer by the same path as a notification, and
 * schedules the next question. An attempt is never called failed because nobody answered.
 */
export const queryAttempt = async (
  deps: QueryAttemptDeps,
  tenant: Tenant,
  attemptId: string,
  { evenIfNotDue = false } = {},
): Promise<void> => {
  const orderId = orderIdOfAttempt(attemptId);
  const aggregate = await deps.orders.load(tenant, orderId);
  const attempt = aggregate?.attempts.find(({ id }) => id === attemptId);
  if (!attempt || (!evenIfNotDue && !isQuestionDue(attempt, deps.runtime.now()))) return;
  const channel = await deps.channels.read(tenant, attempt.channelId);
  if (!channel)
    throw new Error(`attempt ${attemptId} names the missing channel ${attempt.channelId}`);
  const outcome = await ask(deps, channel, attempt);
  if (outcome.kind === 'unknown') {
    deps.metrics.count(METRICS.providerUnknownOutcome);
    noteAgeing(deps, attempt, outcome.detail);
  }
  if (outcome.kind === 'found') {
    const result = await changeOrder(deps, {
      tenant,
      orderId,
      event: {
        kind: 'payment_reported',
        attemptId,
        channelId: attempt.channelId,
        status: outcome.status,
        amount: outcome.amount,
        providerReference: outcome.providerReference,
        failureReason: outcome.failureReason,
        source: 'query',
      },
    });
    const asked =
      result.kind === 'changed' || result.kind === 'no_change'
        ? current(result, attemptId)
        : undefined;
    if (asked) await rememberQuestion(deps, tenant, asked, outcome);
    return;
  }
  await rememberQuestion(deps, tenant, attempt, outcome);
};

const ask = async (
  deps: QueryAttemptDeps,
  channel: Channel,
  attempt: Attempt,
): Promise<QueryOutcome> => {
  const opened = await openAccount(deps, channel, attempt);
  if (!opened)
    return { kind: 'unknown', detail: 'the account it was made under was dropped by the merchant' };
  return opened.port.query(opened.context, {
    orderNumber: providerOrderNumberOf(attempt.id),
    providerReference: attempt.providerReference,
    amount: attempt.amount,
  });
};

/**
 * Whether the attempt itself waits for a question now. A repeated message (SQS delivers at least once, the sweeper adds
 * its own) must not start a second chain of questions; if the only chain ends here, the sweeper begins it anew.
 */
export const isQuestionDue = (attempt: Attempt, now: Date): boolean => {
  const dueAt = nextQueryAt(attempt);
  return dueAt !== undefined && isDue({ kind: 'query_attempt', dueAt: dueAt.toISOString() }, now);
};

const current = (
  result: Extract<Awaited<ReturnType<typeof changeOrder>>, { kind: 'changed' | 'no_change' }>,
  attemptId: string,
): Attempt | undefined => {
  const { attempts } = result.kind === 'changed' ? result.after : result.before;
  return attempts.find(({ id }) => id === attemptId);
};

/** Nobody has known for so long what became of a payment that a person should look. */
const AGEING_MILLIS = 15 * 60_000;

const noteAgeing = (deps: QueryAttemptDeps, attempt: Attempt, detail: string): void => {
  const age = deps.runtime.now().getTime() - Date.parse(attempt.createdAt);
  if (age < AGEING_MILLIS) return;
  deps.metrics.count(METRICS.unknownAgeing);
  deps.log.error('a payment has been unknown for long', {
    attemptId: attempt.id,
    provider: attempt.provider,
    ageSeconds: Math.round(age / 1000),
    detail,
  });
};

/** Counts the question, closes what the provider never heard of, and asks for the next follow-up. */
const rememberQuestion = async (
  deps: QueryAttemptDeps,
  tenant: Tenant,
  attempt: Attempt,
  outcome: QueryOutcome,
): Promise<void> => {
  if (!nextQueryAt(attempt)) return;
  const now = deps.runtime.now();
  const givenUp =
    outcome.kind === 'not_found' &&
    !attempt.unconfirmed &&
    now.getTime() > Date.parse(attempt.expiresAt) + GIVE_UP_AFTER_EXPIRY_MILLIS;
  const next: Attempt = {
    ...attempt,
    ...(givenUp
      ? {
          state: 'closed' as const,
          failureReason: 'expired' as const,
          capDay: undefined,
          endedAt: now.toISOString(),
        }
      : {}),
    ...(attempt.unconfirmed && !givenUp
      ? { unconfirmed: { ...attempt.unconfirmed, asked: attempt.unconfirmed.asked + 1 } }
      : {}),
    queryCount: attempt.queryCount + 1,
    version: attempt.version + 1,
    updatedAt: now.toISOString(),
  };
  const caps: CapMove[] =
    givenUp && attempt.capDay
      ? [
          {
            kind: 'release',
            channelId: attempt.channelId,
            day: attempt.capDay,
            amount: attempt.amount,
          },
        ]
      : [];
  const recorded = await deps.orders.recordAttempt(tenant, next, caps);
  // The attempt still waits for a question: whoever brought this one comes again.
  if (recorded.kind === 'contended')
    throw concurrentChange('The attempt is being changed by others at the same time.');
  // Somebody changed the attempt meanwhile: the change itself, or the sweeper, asks again if it is still open.
  if (recorded.kind !== 'recorded') return;
  if (isConfirmationMissing(next)) return giveUpConfirmation(deps, tenant, next);
  const dueAt = nextQueryAt(next);
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
    now,
  );
};

/** A payment that was announced and that its provider never confirmed: a person is asked. */
const giveUpConfirmation = async (
  deps: QueryAttemptDeps,
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
