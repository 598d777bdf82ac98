import type { Delivery } from './delivery.ts';

/** A queue carries messages that are due within so many seconds (SQS delays no longer); the sweeper carries the others. */
export const QUEUE_CARRIES_SECONDS = 900;
/**
 * How long the sweeper leaves alone what the queue carries: longer than a message of a crashed try stays invisible
 * (six times the function's minute), so that the queue's own repetition comes first.
 */
export const SWEEP_GRACE_MILLIS = 600_000;

/**
 * When the sweeper has to look at a delivery; `undefined`: never, nothing waits or the message that is in the queue
 * brings it back by itself (the first try).
 */
export const sweepTime = (delivery: Delivery): string | undefined => {
  const { state, dueAt, leaseUntil, scheduleTries, tries, updatedAt } = delivery;
  if (state !== 'pending' || dueAt === undefined) return undefined;
  const grace = (from: string) => new Date(Date.parse(from) + SWEEP_GRACE_MILLIS).toISOString();
  if (leaseUntil !== undefined) return tries === 1 ? undefined : grace(leaseUntil);
  const carriedByQueue =
    scheduleTries === 0 ||
    Date.parse(dueAt) - Date.parse(updatedAt) <= QUEUE_CARRIES_SECONDS * 1000;
  return carriedByQueue ? grace(dueAt) : dueAt;
};
