import { TIMEOUT_MILLIS } from '../health/evidence.ts';
import { closeAttempt } from './close-attempt.ts';
import type { LearnerState } from './learner-state.ts';
import { lookAt, lookAtSegments } from './look-at.ts';

/** Channels are looked at on a fixed grid of time, so that the state does not depend on when somebody asks. */
const LOOK_MILLIS = 5_000;
/** Banks are many and change slowly: they are looked at less often. */
const SEGMENT_LOOK_MILLIS = 20_000;
/** How long after its start an attempt may still turn out to be paid. */
const LATE_MILLIS = 6 * 3_600_000;
const MAX_UNPAID = 2_000;

/**
 * Lets time pass up to `now`: open attempts time out, and every channel is looked at each five seconds. Passing to t1
 * and then to t2 is the same as passing to t2 at once.
 */
export const passTime = (state: LearnerState, now: number): void => {
  const last = Math.floor(now / LOOK_MILLIS) * LOOK_MILLIS;
  if (state.lookedAt === 0) state.lookedAt = last;
  while (state.lookedAt < last) {
    const next = isQuiet(state) ? last : state.lookedAt + LOOK_MILLIS;
    const segmentsAt = Math.floor(next / SEGMENT_LOOK_MILLIS) * SEGMENT_LOOK_MILLIS;
    const areSegmentsDue = segmentsAt > state.lookedAt;
    timeOut(state, next);
    state.lookedAt = next;
    for (const channel of state.channels) {
      lookAt(channel, next);
      if (areSegmentsDue) lookAtSegments(channel, segmentsAt);
    }
  }
  timeOut(state, now);
};

/** Nothing is open and nothing is off: no look before the next event would find anything. */
const isQuiet = ({ open, channels }: LearnerState): boolean =>
  open.size === 0 &&
  channels.every(({ breaker, factor }) => breaker.openedAt === undefined && factor > 0.99);

const timeOut = (state: LearnerState, now: number): void => {
  for (const [attemptId, attempt] of state.open) {
    const endsAt = attempt.startedAt + TIMEOUT_MILLIS;
    if (endsAt > now) break;
    state.open.delete(attemptId);
    closeAttempt(state, attempt, {
      attemptId,
      at: endsAt,
      result: 'declined',
      blame: 'channel',
      stage: 'created',
    });
  }
  for (const [attemptId, { startedAt }] of state.unpaid) {
    if (state.unpaid.size <= MAX_UNPAID && startedAt + LATE_MILLIS > now) break;
    state.unpaid.delete(attemptId);
  }
};
