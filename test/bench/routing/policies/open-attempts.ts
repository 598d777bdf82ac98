import { type Attempt, type Outcome, TIMEOUT_MILLIS } from '../router.ts';

/** How an attempt ended, its time-out included: after five minutes without news it counts as not paid. */
export type Ended = (attempt: Attempt, kind: Outcome['kind'] | 'timed_out', at: number) => void;

/** Keeps attempts until they end, in the order of their start. */
export const newOpenAttempts = (ended: Ended) => {
  const open = new Map<number, Attempt>();
  return {
    start: (attempt: Attempt): void => {
      open.set(attempt.id, attempt);
    },
    end: ({ attemptId, kind, at }: Outcome): void => {
      const attempt = open.get(attemptId);
      if (!attempt) return;
      open.delete(attemptId);
      ended(attempt, kind, at);
    },
    passTime: (now: number): void => {
      for (const [id, attempt] of open) {
        if (attempt.at + TIMEOUT_MILLIS > now) return;
        open.delete(id);
        ended(attempt, 'timed_out', attempt.at + TIMEOUT_MILLIS);
      }
    },
  };
};
