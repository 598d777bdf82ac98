import type { Channel } from '../../domain/channels/channel.ts';
import { concurrentChange } from '../../domain/errors/app-error.ts';
import type { Tenant } from '../../domain/identity/tenant.ts';
import { type Attempt, isAttemptOpen } from '../../domain/orders/attempt.ts';
import { hintAfter } from '../../domain/orders/hint.ts';
import { isForHintAlone, nextQueryAt } from '../../domain/orders/query-schedule.ts';
import { isPartlyPaid } from '../../domain/orders/transfers.ts';
import type { QueryOutcome } from '../ports/channel-port.ts';
import type { CapMove } from '../ports/order-store.ts';
import type { ChangeOrderDeps } from './change-order.ts';

/** A payment the provider has never heard of is given up this long after it could last be paid. */
const GIVE_UP_AFTER_EXPIRY_MILLIS = 30 * 60_000;

/**
 * Counts the question, and a re-submission before it is made; closes what the provider never heard of.
 *
 * @param sentAgainBy the channel, when the attempt is to be sent again: it takes a turn of its contract's second
 * @returns the attempt as it was written, or `undefined` when there is nothing more to do here
 */
export const noteQuestion = async (
  deps: ChangeOrderDeps,
  tenant: Tenant,
  attempt: Attempt,
  question: { readonly outcome: QueryOutcome; readonly askedAt: Date },
  sentAgainBy?: Channel,
): Promise<Attempt | undefined> => {
  if (!nextQueryAt(attempt)) return undefined;
  const { outcome, askedAt } = question;
  const now = deps.runtime.now();
  const givenUp =
    isAttemptOpen(attempt) &&
    !isPartlyPaid(attempt) &&
    outcome.kind === 'not_found' &&
    !attempt.unconfirmed &&
    now.getTime() > Date.parse(attempt.expiresAt) + GIVE_UP_AFTER_EXPIRY_MILLIS;
  // Hints need no proof: they must not use up the questions of the schedule.
  const turn = isForHintAlone(attempt, askedAt) ? 0 : 1;
  const next: Attempt = {
    ...attempt,
    ...(givenUp
      ? {
          state: 'closed' as const,
          failureReason: 'expired' as const,
          request: undefined,
          capDay: undefined,
          endedAt: now.toISOString(),
        }
      : {}),
    ...(attempt.unconfirmed && !givenUp
      ? { unconfirmed: { ...attempt.unconfirmed, asked: attempt.unconfirmed.asked + turn } }
      : {}),
    ...(sentAgainBy ? { resubmissions: (attempt.resubmissions ?? 0) + 1 } : {}),
    hint: hintAfter(attempt, { isAnswered: outcome.kind !== 'unknown', askedAt }),
    queryCount: attempt.queryCount + turn,
    version: attempt.version + 1,
    updatedAt: now.toISOString(),
  };
  const caps: CapMove[] = givenUp && attempt.capDay ? [releaseOf(attempt, attempt.capDay)] : [];
  const recorded = await deps.orders.recordAttempt(tenant, next, [
    ...caps,
    ...(sentAgainBy ? turnOf(sentAgainBy, now) : []),
  ]);
  // The attempt still waits for a question: whoever brought this one comes again.
  if (recorded.kind === 'contended')
    throw concurrentChange('The attempt is being changed by others at the same time.');
  // The contract's second is full: it is sent again after the next question.
  if (recorded.kind === 'cap_reached' && sentAgainBy)
    return noteQuestion(deps, tenant, attempt, question);
  // Somebody changed the attempt meanwhile: the change itself, or the sweeper, asks again if it is still open.
  return recorded.kind === 'recorded' ? next : undefined;
};

const releaseOf = ({ channelId, amount }: Attempt, day: string): CapMove => ({
  kind: 'release',
  channelId,
  day,
  amount,
});

const turnOf = ({ id: channelId, maxPerSecond }: Channel, now: Date): CapMove[] =>
  maxPerSecond === undefined
    ? []
    : [{ kind: 'take_turn', channelId, second: Math.floor(now.getTime() / 1000), maxPerSecond }];
