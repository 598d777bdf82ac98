import { setTimeout as pause } from 'node:timers/promises';

/** Waits before something is tried again; `round` is 1 before the first repetition. */
export type Backoff = (round: number) => Promise<void>;

/**
 * Waits that grow and that chance spreads over their whole length, so that those who met once do not meet again
 * ("full jitter", AWS Architecture Blog, Exponential Backoff And Jitter, 2015).
 */
export const jitteredBackoff =
  (firstMillis: number, longestMillis: number): Backoff =>
  (round) =>
    pause(Math.random() * Math.min(longestMillis, firstMillis * 2 ** round));

/** Of calls that are answered in milliseconds; eight of them last about two seconds. */
export const SHORT_BACKOFF = jitteredBackoff(20, 1_000);
