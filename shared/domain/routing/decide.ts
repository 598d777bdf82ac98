import type { Candidate, RoutingRequest } from './candidate.ts';
import { eligible } from './eligible.ts';
import { explain, type Reason } from './explain.ts';
import { rank, type ScoreFunction } from './rank.ts';

/** What routing thought of one channel. */
export interface CandidateDecision {
  readonly channelId: string;
  readonly eligible: boolean;
  /** Why it may not be used, or why it stands where it stands. Never empty. */
  readonly reasons: readonly Reason[];
}

export interface RoutingDecision {
  /** Channels to try, best first; empty when none may be used. */
  readonly order: readonly string[];
  /** Every channel: those of `order` in that order, then the others as they came. */
  readonly candidates: readonly CandidateDecision[];
}

/**
 * Chooses channels for a payment: hard limits first, then the score, and a reason for everything. Total and without
 * side effects; the same input and the same random numbers give the same decision.
 */
export const decide = (
  candidates: readonly Candidate[],
  request: RoutingRequest,
  by: { readonly score: ScoreFunction; readonly random: () => number },
): RoutingDecision => {
  const checked = candidates.map((candidate) => ({
    candidate,
    eligibility: eligible(candidate, request),
  }));
  const usable = checked.flatMap(({ candidate, eligibility }) =>
    eligibility.kind === 'eligible' ? [candidate] : [],
  );
  const ranked = rank(by.score, { request, eligible: usable, random: by.random }).map(
    ({ candidate, score }) => ({
      channelId: candidate.channel.id,
      eligible: true,
      reasons: score.grounds.map(explain),
    }),
  );
  const refused = checked.flatMap(({ candidate, eligibility }) =>
    eligibility.kind === 'ineligible'
      ? [
          {
            channelId: candidate.channel.id,
            eligible: false,
            reasons: eligibility.obstacles.map(explain),
          },
        ]
      : [],
  );
  return { order: ranked.map(({ channelId }) => channelId), candidates: [...ranked, ...refused] };
};
