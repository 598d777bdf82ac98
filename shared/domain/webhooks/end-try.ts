import { type Delivery, type DeliveryTry, MAX_LOGGED_TEXT, MAX_LOGGED_TRIES } from './delivery.ts';
import type { TryVerdict } from './endpoint-health.ts';
import { nextTryAt } from './retry-schedule.ts';

export type TryOutcome =
  | { readonly kind: 'answered'; readonly status: number; readonly body: string }
  | { readonly kind: 'failed'; readonly detail: string };

const GONE = 410;

/** Only 2xx is success: a redirect is not followed and says nothing about the message. */
export const verdictOf = (outcome: TryOutcome): TryVerdict => {
  if (outcome.kind === 'failed') return 'failed';
  if (outcome.status >= 200 && outcome.status <= 299) return 'delivered';
  return outcome.status === GONE ? 'gone' : 'failed';
};

/**
 * The delivery after a try: done, given up, or due again.
 *
 * @param random uniform in [0, 1), for the pause's jitter
 */
export const endTry = (
  delivery: Delivery,
  outcome: TryOutcome,
  { startedAt, now, random }: { startedAt: Date; now: Date; random: number },
): Delivery => {
  const verdict = verdictOf(outcome);
  const due = verdict === 'failed' ? nextTryAt(delivery.scheduleTries, now, random) : undefined;
  return {
    ...delivery,
    state: verdict === 'delivered' ? 'delivered' : due ? 'pending' : 'failed',
    dueAt: due?.toISOString(),
    leaseUntil: undefined,
    log: [...delivery.log, logLine(delivery.tries, outcome, startedAt, now)].slice(
      -MAX_LOGGED_TRIES,
    ),
    version: delivery.version + 1,
    updatedAt: now.toISOString(),
  };
};

const logLine = (number: number, outcome: TryOutcome, startedAt: Date, now: Date): DeliveryTry => ({
  number,
  at: startedAt.toISOString(),
  durationMillis: now.getTime() - startedAt.getTime(),
  ...(outcome.kind === 'answered'
    ? { status: outcome.status, answer: outcome.body.slice(0, MAX_LOGGED_TEXT) }
    : { error: outcome.detail.slice(0, MAX_LOGGED_TEXT) }),
});
