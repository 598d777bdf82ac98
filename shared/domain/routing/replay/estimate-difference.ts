import { cleanDecision } from './clean-decision.ts';
import { effectiveSampleSize } from './effective-sample-size.ts';
import { estimateMean, type MeanEstimate } from './estimate-mean.ts';
import type { LoggedDecision } from './logged-decision.ts';
import { type WeighedDecision, weighDecision } from './weigh-decision.ts';

export interface DifferenceEstimate {
  readonly snips: MeanEstimate;
  readonly doublyRobust: MeanEstimate;
}

/** One logged decision beside what each of two policies would have done in its place. */
export interface DecisionPair {
  readonly present: LoggedDecision;
  readonly draft: LoggedDecision;
}

interface WeighedPair {
  readonly old: WeighedDecision;
  readonly new: WeighedDecision;
}

/** The normal distribution has 95 % of its mass within so many standard deviations. */
const DEVIATIONS = 1.959963984540054;

const UNKNOWN: MeanEstimate = { mean: null, low: null, high: null };

/**
 * How much more a draft would have earned than what is in force, decision by decision: what both do alike cancels out,
 * so that the interval is that of the change and not that of all payments. Exactly 0 when they do the same.
 *
 * Never NaN: see `estimateValue`, whose bounds hold here as well.
 */
export const estimateDifference = (pairs: readonly DecisionPair[]): DifferenceEstimate => {
  const weighed = pairs.flatMap(({ present, draft }): WeighedPair[] => {
    const [before, after] = [cleanDecision(present), cleanDecision(draft)];
    return before && after ? [{ old: weighDecision(before), new: weighDecision(after) }] : [];
  });
  return {
    snips: differenceOfRatios(weighed),
    doublyRobust: estimateMean(weighed.map((pair) => pair.new.gain - pair.old.gain)),
  };
};

/**
 * The difference of two self-normalised means of the same decisions, with its interval by the delta method: each
 * decision's influence on either mean is w·(r − mean) / Σw, and what it does to both is subtracted before it is squared.
 */
const differenceOfRatios = (pairs: readonly WeighedPair[]): MeanEstimate => {
  const [before, after] = [pairs.map((pair) => pair.old), pairs.map((pair) => pair.new)];
  const [oldMean, newMean] = [snipsOf(before), snipsOf(after)];
  if (oldMean === undefined || newMean === undefined) return UNKNOWN;
  const mean = newMean - oldMean;
  const size = Math.min(sizeOf(before), sizeOf(after));
  if (size <= 1) return { ...UNKNOWN, mean };
  const [oldInfluences, newInfluences] = [influences(before, oldMean), influences(after, newMean)];
  const squares = newInfluences.reduce(
    (sum, influence, at) => sum + (influence - (oldInfluences[at] ?? 0)) ** 2,
    0,
  );
  const margin = DEVIATIONS * Math.sqrt((squares * size) / (size - 1));
  return { mean, low: mean - margin, high: mean + margin };
};

const snipsOf = (weighed: readonly WeighedDecision[]): number | undefined =>
  estimateMean(
    weighed.map(({ reward }) => reward),
    weighed.map(({ weight }) => weight),
  ).mean ?? undefined;

const sizeOf = (weighed: readonly WeighedDecision[]): number =>
  effectiveSampleSize(weighed.map(({ weight }) => weight));

const influences = (weighed: readonly WeighedDecision[], mean: number): number[] => {
  const total = weighed.reduce((sum, { weight }) => sum + weight, 0);
  return weighed.map(({ weight, reward }) => (weight / total) * (reward - mean));
};
