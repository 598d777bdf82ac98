/**
 * Pauses before each try of a delivery, in seconds: at once, 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h, 24 h.
 * Ten tries over 75 h 35 min 5 s, a little more than three days: a shop whose server fails on a Friday evening has
 * until Monday (Standard Webhooks 1.0, "Retry schedule", asks for several days with growing pauses).
 */
export const RETRY_DELAYS_SECONDS: readonly number[] = [
  0, 5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400,
];

/** Every pause is up to so much longer, by chance: a server that comes back is not hit by all events at once. */
export const JITTER = 0.2;

/**
 * When a delivery that failed is tried again.
 *
 * @param triesBegun tries of this schedule so far, 1 or more
 * @param random uniform in [0, 1)
 * @returns `undefined` when the schedule is over
 */
export const nextTryAt = (triesBegun: number, now: Date, random: number): Date | undefined => {
  const delaySeconds = RETRY_DELAYS_SECONDS[triesBegun];
  if (delaySeconds === undefined) return undefined;
  return new Date(now.getTime() + Math.round(delaySeconds * (1 + JITTER * random) * 1000));
};
