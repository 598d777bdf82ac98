/** Probability of being dead from which a channel takes no ordinary payments, and below which it takes them again. */
const OPENS_ABOVE = 0.8;
const CLOSES_BELOW = 0.5;
const FIRST_PAUSE_MILLIS = 30_000;
const MAX_PAUSE_MILLIS = 480_000;
/** A trial that has brought no success after so long has failed. */
const TRIAL_MILLIS = 60_000;
/** After so long without an outage the pauses start small again. */
const FORGIVEN_MILLIS = 3_600_000;
/** Successes after the pause that close the breaker, whatever was believed before. */
const CLOSING_SUCCESSES = 2;

/**
 * A channel's breaker. Closed: `openedAt` is undefined. Open until `trialsFrom`; half-open afterwards: single small
 * payments or synthetic orders try it.
 */
export interface Breaker {
  openedAt: number | undefined;
  /** End of the present pause. */
  trialsFrom: number;
  /** Pauses so far in this outage and those shortly before. */
  round: number;
  closedAt: number;
  /** Start of the first trial that nothing has answered yet, after the last success of this pause. */
  triedAt: number | undefined;
  successes: number;
  /** A synthetic order was taken in this pause: single small payments may try the channel. */
  isProven: boolean;
}

export type BreakerState = 'closed' | 'open' | 'half_open';

export const newBreaker = (): Breaker => ({
  openedAt: undefined,
  trialsFrom: 0,
  round: 0,
  closedAt: 0,
  triedAt: undefined,
  successes: 0,
  isProven: false,
});

export const breakerState = (
  { openedAt, trialsFrom }: Pick<Breaker, 'openedAt' | 'trialsFrom'>,
  now: number,
): BreakerState => {
  if (openedAt === undefined) return 'closed';
  return now < trialsFrom ? 'open' : 'half_open';
};

const pauseMillis = (round: number): number =>
  Math.min(MAX_PAUSE_MILLIS, FIRST_PAUSE_MILLIS * 2 ** round);

const pause = (breaker: Breaker, now: number): void => {
  breaker.trialsFrom = now + pauseMillis(breaker.round);
  breaker.round += 1;
  breaker.triedAt = undefined;
  breaker.successes = 0;
  breaker.isProven = false;
};

const close = (breaker: Breaker, now: number): void => {
  breaker.openedAt = undefined;
  breaker.closedAt = now;
  breaker.triedAt = undefined;
  breaker.successes = 0;
  breaker.isProven = false;
};

/** Opens, pauses again or closes, by what is believed at `now`. */
export const judgeBreaker = (breaker: Breaker, dead: number, now: number): void => {
  if (breaker.openedAt === undefined) {
    if (dead <= OPENS_ABOVE) return;
    if (now - breaker.closedAt > FORGIVEN_MILLIS) breaker.round = 0;
    breaker.openedAt = now;
    pause(breaker, now);
    return;
  }
  if (dead < CLOSES_BELOW) close(breaker, now);
  else if (breaker.triedAt !== undefined && now - breaker.triedAt >= TRIAL_MILLIS) {
    pause(breaker, now);
  }
};

/** An attempt started on the channel. */
export const noteTrial = (breaker: Breaker, now: number): void => {
  if (breakerState(breaker, now) === 'half_open' && breaker.triedAt === undefined) {
    breaker.triedAt = now;
  }
};

/** A synthetic order was made, and taken or not. Only after the pause does it say anything. */
export const noteProbe = (breaker: Breaker, isTaken: boolean, now: number): void => {
  if (breakerState(breaker, now) !== 'half_open') return;
  if (isTaken) breaker.isProven = true;
  else pause(breaker, now);
};

/** A result came in for an attempt that started at `startedAt`. */
export const noteTrialResult = (
  breaker: Breaker,
  { startedAt, paid, refused }: { startedAt: number; paid: boolean; refused: boolean },
  now: number,
): void => {
  if (breaker.openedAt === undefined || startedAt < breaker.openedAt) return;
  if (paid) {
    breaker.successes += 1;
    breaker.triedAt = undefined;
    if (breaker.successes >= CLOSING_SUCCESSES) close(breaker, now);
  } else if (refused && now >= breaker.trialsFrom) pause(breaker, now);
};
