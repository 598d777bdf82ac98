/** How often something may be done in a window of time. */
export interface RateLimit {
  readonly uses: number;
  readonly seconds: number;
}

const MINUTE = 60;
const HOUR = 3_600;

/**
 * How often buyers may do what costs something or could be guessed. Reading (the page, its state) is not counted: a page
 * asks every second or two, a counter would be a write for each, and there is nothing to gain by it; the web ACL bounds it.
 *
 * Many phones share one address (a mobile network, a school, an office): what is counted by address is wide, and a device
 * that has paid before is counted by itself and takes nothing from its neighbours.
 */
export const RATE_LIMITS = {
  /** Nobody looks for thirty orders of theirs in ten minutes; a school whose pupils do waits a few minutes. */
  lookup_by_address: { uses: 30, seconds: 10 * MINUTE },
  /** Guessing the contact of one order, from many addresses. The checkout link goes on working when it is used up. */
  lookup_by_order: { uses: 10, seconds: HOUR },
  /** Payments started by devices that have not paid yet: two a second, from one network, on and on. */
  attempt_by_address: { uses: 1_200, seconds: 10 * MINUTE },
  /** One device that has paid before: somebody who buys card after card, and changes their mind each time. */
  attempt_by_device: { uses: 60, seconds: 10 * MINUTE },
  /** Codes typed or sent again for one order. A payment takes nine by itself; this ends a row of payments started anew. */
  code_by_token: { uses: 30, seconds: HOUR },
} as const satisfies Record<string, RateLimit>;

export type RateLimitName = keyof typeof RATE_LIMITS;

/**
 * Payments of one order, counted from the order itself without a counter: a tap may ask four channels, and a buyer who
 * tries each way to pay once is not stopped.
 */
export const ATTEMPTS_OF_ORDER: RateLimit = { uses: 24, seconds: 10 * MINUTE };

/** The window that a moment lies in: which one since 1970, and when it ends. All windows of a limit begin together. */
export const windowAt = (
  { seconds }: RateLimit,
  now: Date,
): { readonly number: number; readonly endsAt: Date } => {
  const number = Math.floor(now.getTime() / 1_000 / seconds);
  return { number, endsAt: new Date((number + 1) * seconds * 1_000) };
};

/** Whole seconds until then, at least one: the value of Retry-After. */
export const secondsUntil = (end: Date, now: Date): number =>
  Math.max(1, Math.ceil((end.getTime() - now.getTime()) / 1_000));
