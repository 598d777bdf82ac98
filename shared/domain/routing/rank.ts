import type { Candidate, RoutingRequest } from './candidate.ts';
import type { Ground } from './finding.ts';

/** What a score may look at beside the candidate itself. */
export interface ScoreContext {
  readonly request: RoutingRequest;
  /** All that compete for the payment, the scored one included. */
  readonly eligible: readonly Candidate[];
  /** A uniform number in [0, 1). */
  readonly random: () => number;
}

/** A channel's place in the order, and what speaks for it. */
export interface Score {
  /** Compared number by number; the lower comes first. */
  readonly order: readonly number[];
  readonly grounds: readonly Ground[];
}

/** How channels are compared. The merchant's own order is one, a learned utility another. */
export type ScoreFunction = (candidate: Candidate, context: ScoreContext) => Score;

export interface Ranked {
  readonly candidate: Candidate;
  readonly score: Score;
}

/**
 * Puts eligible channels in order, best first. The result depends on the set of candidates and the random source
 * only: the order they come in does not matter, and equal scores fall back to the channel's id.
 */
export const rank = (score: ScoreFunction, context: ScoreContext): readonly Ranked[] =>
  [...context.eligible]
    .sort(byId)
    .map((candidate) => ({ candidate, score: score(candidate, context) }))
    .sort((a, b) => compareOrders(a.score.order, b.score.order));

const byId = (a: Candidate, b: Candidate): number => {
  if (a.channel.id === b.channel.id) return 0;
  return a.channel.id < b.channel.id ? -1 : 1;
};

/** Not by subtraction: both may be infinite. */
const compareOrders = (a: readonly number[], b: readonly number[]): number => {
  for (let i = 0; i < Math.max(a.length, b.length); i += 1) {
    const left = a[i] ?? 0;
    const right = b[i] ?? 0;
    if (left !== right) return left < right ? -1 : 1;
  }
  return 0;
};
