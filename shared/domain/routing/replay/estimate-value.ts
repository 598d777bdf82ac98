import { cleanDecision } from './clean-decision.ts';
import { effectiveSampleSize } from './effective-sample-size.ts';
import { estimateMean, type MeanEstimate } from './estimate-mean.ts';
import type { LoggedDecision } from './logged-decision.ts';
import { measureSupport, type Support } from './measure-support.ts';
import { weighDecision } from './weigh-decision.ts';

/** What a new policy would have earned a decision. Means and intervals are minor units. */
export interface ValueEstimate extends Support {
  /** Decisions that the estimates rest on. */
  readonly count: number;
  /** Decisions that could not be weighed: a propensity outside (0, 1], or a reward that is no amount of money. */
  readonly leftOut: number;
  /** How many decisions under the new policy would say as much (Kish). */
  readonly effectiveSampleSize: number;
  /** Share of decisions whose weight was cut to `MAX_WEIGHT`. */
  readonly clipped: number;
  /** By weights alone (Horvitz–Thompson): unbiased, and wide. */
  readonly ips: MeanEstimate;
  /** By weights over their sum (self-normalised): narrower, within the range of rewards. */
  readonly snips: MeanEstimate;
  /** By predictions, corrected by weights: narrow when the model is good, and still right when it is not. */
  readonly doublyRobust: MeanEstimate;
  /** What the decisions did earn. */
  readonly logged: MeanEstimate;
  /**
   * New minus logged, doubly robust, decision by decision: what both policies do alike cancels out, so that a change
   * of a few decisions shows although payments differ widely in amount.
   */
  readonly difference: MeanEstimate;
}

/**
 * Tells from past decisions what another policy would have earned, without trying it on buyers (off-policy
 * evaluation). Pass decisions of one currency that are independent of each other: one a payment, not its retries.
 *
 * Never throws and never answers NaN or infinity: an estimate without data has `null` for its mean, one on a single
 * decision `null` for its bounds. Trust it as far as `effectiveSampleSize` is large and `clipped`, `unsupported` and
 * `unexplored` are small.
 *
 * Sources: Horvitz & Thompson (1952); Swaminathan & Joachims (2015); Dudík, Langford & Li (2011); each is named in
 * full where its formula is.
 */
export const estimateValue = (decisions: readonly LoggedDecision[]): ValueEstimate => {
  const clean = decisions.map(cleanDecision).filter((decision) => decision !== undefined);
  const weighed = clean.map(weighDecision);
  const rewards = weighed.map(({ reward }) => reward);
  const weights = weighed.map(({ weight }) => weight);
  const clipped = weighed.filter(({ isClipped }) => isClipped).length;
  return {
    count: weighed.length,
    leftOut: decisions.length - weighed.length,
    effectiveSampleSize: effectiveSampleSize(weights),
    clipped: clipped / Math.max(1, weighed.length),
    ...measureSupport(clean),
    ips: estimateMean(weighed.map(({ weighted }) => weighted)),
    snips: estimateMean(rewards, weights),
    doublyRobust: estimateMean(weighed.map(({ doublyRobust }) => doublyRobust)),
    logged: estimateMean(rewards),
    difference: estimateMean(weighed.map(({ gain }) => gain)),
  };
};
