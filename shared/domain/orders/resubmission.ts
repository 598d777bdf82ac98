import type { Attempt } from './attempt.ts';
import { effectiveState } from './effective-state.ts';
import type { Order } from './order.ts';

/**
 * Age of an attempt, in seconds, from which its first, second and third re-submission may be made. One that is still
 * `submitted` may belong to a process that waits for its answer right now (8 s at most, then it writes one down).
 */
const RESUBMIT_FROM_SECONDS = {
  submitted: [20, 40, 100],
  unknown: [10, 40, 100],
} as const;

/** With less time left a buyer who has waited so long does not pay any more. */
const ENOUGH_TIME_MILLIS = 60_000;

/**
 * Whether an attempt may be sent to its provider again, under its own number, now that the provider says it does not know
 * that number. Only where the provider takes the same number for the same payment.
 *
 * No money can move twice by it:
 *
 * - The first call never arrived: this is the first.
 * - It arrived and is not visible yet, or arrives later: the provider has one payment under that number.
 * - It was answered and the answer got lost: nobody has its link. An attempt with a link, or with the provider's own
 *   number, is never sent again: there the provider knows it, whatever it says now.
 * - Its payment was announced: the provider knows it too.
 * - The order was paid, cancelled or is over: not sent. It is read again right before the call; what is paid in that
 *   moment by another attempt is a second payment as any other, and goes back by the payment policies.
 * - The buyer has gone on to another way to pay: not sent, so that there is no second way that nobody waits for. Only the
 *   newest attempt is.
 * - Two messages, or a message and the buyer's tap, at once: the count is written, conditionally, before the call; calls
 *   that meet all the same name one payment.
 *
 * A refusal changes nothing: it does not prove that the first call was not taken.
 */
export const isResubmissionDue = (
  { order, attempts }: { readonly order: Order; readonly attempts: readonly Attempt[] },
  attempt: Attempt,
  now: Date,
): boolean => {
  const { state, resubmissions = 0 } = attempt;
  if (state !== 'submitted' && state !== 'unknown') return false;
  if (!attempt.request || isKnownToProvider(attempt)) return false;
  if (attempts.at(-1)?.id !== attempt.id) return false;
  if (effectiveState(order, now) !== 'awaiting_payment') return false;
  const from = RESUBMIT_FROM_SECONDS[state][resubmissions];
  const age = now.getTime() - Date.parse(attempt.createdAt);
  const left = Math.min(Date.parse(attempt.expiresAt), Date.parse(order.expiresAt)) - now.getTime();
  return from !== undefined && age >= from * 1000 && left >= ENOUGH_TIME_MILLIS;
};

const isKnownToProvider = (attempt: Attempt): boolean =>
  attempt.nextAction !== undefined ||
  attempt.providerReference !== undefined ||
  attempt.unconfirmed !== undefined;
