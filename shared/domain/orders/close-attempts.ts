import { type Attempt, isAttemptOpen } from './attempt.ts';
import type { FollowUp } from './follow-up.ts';

/** The order needs no more money: nobody should be able to pay the attempts that are still open. */
export const closeAttempts = (attempts: readonly Attempt[], except?: Attempt): FollowUp[] =>
  attempts
    .filter((attempt) => attempt.id !== except?.id && isAttemptOpen(attempt))
    .map(({ id }) => ({ kind: 'close_attempt', attemptId: id }));
