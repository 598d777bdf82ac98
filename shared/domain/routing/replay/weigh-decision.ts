import type { CleanDecision } from './clean-decision.ts';

/**
 * The most that one decision counts. A channel drawn once in a thousand times would count a thousand times and decide
 * the whole mean by one payment's luck; clipped, the mean leans towards the model (doubly robust) or towards commoner
 * decisions (self-normalised), by little as long as few are clipped.
 *
 * Source: Ionides, "Truncated importance sampling", J. Comput. Graph. Stat. 17 (2008).
 */
export const MAX_WEIGHT = 50;

/** What one decision says about the new policy. Amounts are minor units. */
export interface WeighedDecision {
  readonly reward: number;
  /** How much likelier the new policy makes what happened, at most {@link MAX_WEIGHT}. */
  readonly weight: number;
  readonly isClipped: boolean;
  /** The reward times its weight. */
  readonly weighted: number;
  /** The model's expectation under the new policy, corrected by how far off it was on what happened. */
  readonly doublyRobust: number;
  /** {@link doublyRobust} less the reward. */
  readonly gain: number;
}

/**
 * The terms whose means are the estimates:
 *
 * - `weighted`: w·r with w = π(a)/p, after Horvitz & Thompson, "A generalization of sampling without replacement from
 *   a finite universe", JASA 47 (1952).
 * - `doublyRobust`: Σ π(b)·q̂(b) + w·(r − q̂(a)), after Dudík, Langford & Li, "Doubly robust policy evaluation and
 *   learning", ICML 2011: unbiased if either the propensities or the predictions are right.
 */
export const weighDecision = (decision: CleanDecision): WeighedDecision => {
  const { loggedChannel, propensity, reward, probabilities, predicted } = decision;
  const ratio = (probabilities.get(loggedChannel) ?? 0) / propensity;
  const weight = Math.min(MAX_WEIGHT, ratio);
  const expectedOfLogged = predicted.get(loggedChannel) ?? 0;
  const surprise = reward - expectedOfLogged;
  let expected = 0;
  for (const [channel, probability] of probabilities) {
    expected += probability * (predicted.get(channel) ?? 0);
  }
  return {
    reward,
    weight,
    isClipped: ratio > MAX_WEIGHT,
    weighted: weight * reward,
    doublyRobust: expected + weight * surprise,
    // Not `doublyRobust - reward`: rounding would leave a gain where both policies do the same.
    gain: expected - expectedOfLogged + (weight - 1) * surprise,
  };
};
