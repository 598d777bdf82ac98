import type { Delivery } from './delivery.ts';

/** A queue carries messages that are due within so many seconds (SQS delays no longer); the sweeper carries the others. */
export const QUEUE_CARRIES_SECONDS = 900;
/**
 * How long the sweeper leaves alone what the queue carries: longer than a message of a crashed try stays invisible
 * (six times the function's minute), so that the queue's own repetition comes first.
 */
export const SWEEP_GRACE_MILLIS = 600_000;

/** Whether a message in the queue brings a pending delivery back. */
export const isCarriedByQueue = ({ dueAt, updatedAt }: Delivery): boolean =>
  dueAt !== undefined && Date.parse(dueAt) - Date.parse(updatedAt) <= QUEUE_CARRIES_SECONDS * 1000;

/**
 * When the sweeper has to look at a delivery; `undefined`: never, since nothing waits or the message of the first try,
 * which is in the queue until that try has ended, brings it back by itself.
 */
export const sweepTime = (delivery: Delivery): string | undefined => {
  const { state, dueAt, leaseUntil, tries } = delivery;
  if (state !== 'pending' || dueAt === undefined) return undefined;
  if (leaseUntil !== undefined) return tries === 1 ? undefined : withGrace(leaseUntil);
  return isCarriedByQueue(delivery) ? withGrace(dueAt) : dueAt;
};

const withGrace = (from: string): string =>
  new Date(Date.parse(from) + SWEEP_GRACE_MILLIS).toISOString();
