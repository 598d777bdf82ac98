import { effectiveSampleSize } from './effective-sample-size.ts';

/** A mean and its 95 % interval. No mean without weight; no interval, that is an infinite one, on a single value. */
export interface MeanEstimate {
  readonly mean: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/** The normal distribution has 95 % of its mass within so many standard deviations. */
const DEVIATIONS = 1.959963984540054;

const UNKNOWN: MeanEstimate = { mean: null, low: null, high: null };

/**
 * The mean Σw·x / Σw of independent values with its asymptotic normal interval. Its variance is that of a ratio by
 * the delta method, Σw²(x − mean)² / (Σw)², times m / (m − 1) for the effective sample size m; with equal weights
 * that is the sample variance over n. Intervals are too narrow where few values carry the weight.
 *
 * Sources: Swaminathan & Joachims, "The self-normalized estimator for counterfactual learning", NIPS 2015; Owen,
 * "Monte Carlo theory, methods and examples" (2013), 9.2, for the variance.
 */
export const estimateMean = (
  values: readonly number[],
  weights: readonly number[] = values.map(() => 1),
): MeanEstimate => {
  const size = effectiveSampleSize(weights);
  if (size === 0) return UNKNOWN;
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const shares = weights.map((weight) => weight / total);
  const mean = weightedMean(values, shares);
  if (size <= 1) return { ...UNKNOWN, mean };
  const squares = values.reduce(
    (sum, value, at) => sum + ((shares[at] ?? 0) * (value - mean)) ** 2,
    0,
  );
  const margin = DEVIATIONS * Math.sqrt((squares * size) / (size - 1));
  return { mean, low: mean - margin, high: mean + margin };
};

/** Shares sum to 1 but for rounding, which may not carry the mean out of the range of its values. */
const weightedMean = (values: readonly number[], shares: readonly number[]): number => {
  let [mean, lowest, highest] = [0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const [at, value] of values.entries()) {
    const share = shares[at] ?? 0;
    if (!(share > 0)) continue;
    mean += share * value;
    lowest = Math.min(lowest, value);
    highest = Math.max(highest, value);
  }
  return Math.min(highest, Math.max(lowest, mean));
};
