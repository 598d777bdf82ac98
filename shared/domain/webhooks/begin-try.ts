import type { Delivery } from './delivery.ts';

/**
 * How long a try may take: the receiver's ten seconds, and time to write the result. After that its process is
 * believed to be dead and somebody else may try.
 */
export const LEASE_MILLIS = 30_000;

export type BeginTry =
  | { readonly kind: 'begin'; readonly delivery: Delivery }
  /** Somebody is sending it right now, or was until a moment ago: ask again later. */
  | { readonly kind: 'busy' }
  /** That try is over, or is no longer wanted. */
  | { readonly kind: 'over' };

/**
 * Whether the try that is due at `dueAt` may begin, and the delivery to write before anything is sent. Of two that
 * write it, one wins: the retry chain of a delivery is never doubled, however often a message comes.
 */
export const beginTry = (delivery: Delivery, dueAt: string, now: Date): BeginTry => {
  if (delivery.state !== 'pending' || delivery.dueAt !== dueAt) return { kind: 'over' };
  if (isInFlight(delivery, now)) return { kind: 'busy' };
  return {
    kind: 'begin',
    delivery: {
      ...delivery,
      tries: delivery.tries + 1,
      scheduleTries: delivery.scheduleTries + 1,
      leaseUntil: new Date(now.getTime() + LEASE_MILLIS).toISOString(),
      version: delivery.version + 1,
      updatedAt: now.toISOString(),
    },
  };
};

export const isInFlight = ({ leaseUntil }: Delivery, now: Date): boolean =>
  leaseUntil !== undefined && now.toISOString() < leaseUntil;
