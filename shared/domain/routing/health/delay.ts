/** Bins of the histogram: equal steps of the logarithm from one second to the time-out. */
const BINS = 40;
const MAX_SECONDS = 300;
const STEP = Math.log(MAX_SECONDS) / BINS;
/** The histogram forgets: counts are halved when there are more. */
const MAX_COUNT = 2_000;
/** Payments that a new channel's histogram starts with, spread as payments usually are. */
const PRIOR_COUNT = 12;
const PRIOR_MEDIAN_SECONDS = 20;
const PRIOR_SIGMA = 0.9;

/** How long successful payments take from the attempt to the provider's report. Counts by bin, then their sum. */
export type DelayHistogram = Float64Array;

const normalCdf = (z: number): number => {
  // Abramowitz and Stegun, 7.1.26: absolute error below 1.5e-7.
  const t = 1 / (1 + (0.3275911 * Math.abs(z)) / Math.SQRT2);
  const poly =
    t *
    (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  const erf = 1 - poly * Math.exp((-z * z) / 2);
  return z >= 0 ? (1 + erf) / 2 : (1 - erf) / 2;
};

const PRIOR = (() => {
  const prior = new Float64Array(BINS + 1);
  let below = 0;
  for (let bin = 0; bin < BINS; bin += 1) {
    const upper = (bin + 1) * STEP;
    const at =
      bin === BINS - 1 ? 1 : normalCdf((upper - Math.log(PRIOR_MEDIAN_SECONDS)) / PRIOR_SIGMA);
    prior[bin] = PRIOR_COUNT * (at - below);
    below = at;
  }
  prior[BINS] = PRIOR_COUNT;
  return prior;
})();

export const newDelays = (): DelayHistogram => PRIOR.slice();

/** The first bin reaches down to zero, evenly. */
const FIRST_SECONDS = Math.exp(STEP);

/** Place in the histogram, with its fraction of a bin. */
const positionOf = (seconds: number): number =>
  seconds < FIRST_SECONDS ? Math.max(0, seconds) / FIRST_SECONDS : Math.log(seconds) / STEP;

const binOf = (seconds: number): number => Math.min(BINS - 1, Math.floor(positionOf(seconds)));

/** Counts one success that took so many seconds. */
export const noteDelay = (delays: DelayHistogram, seconds: number): void => {
  const bin = binOf(seconds);
  delays[bin] = (delays[bin] ?? 0) + 1;
  const total = (delays[BINS] ?? 0) + 1;
  delays[BINS] = total;
  if (total <= MAX_COUNT) return;
  for (let index = 0; index <= BINS; index += 1) delays[index] = (delays[index] ?? 0) / 2;
};

/**
 * Share of successes that have been reported at an age (Vernade et al., "Stochastic bandit models for delayed
 * conversions", 2017: an open attempt counts only as far as its success could have been seen).
 */
export const reportedBy = (delays: DelayHistogram, seconds: number): number => {
  if (seconds <= 0) return 0;
  const total = delays[BINS] ?? 1;
  const position = positionOf(seconds);
  const bin = Math.min(BINS - 1, Math.floor(position));
  let sum = 0;
  for (let index = 0; index < bin; index += 1) sum += delays[index] ?? 0;
  return Math.min(1, (sum + (delays[bin] ?? 0) * Math.min(1, position - bin)) / total);
};

/** The delay, in seconds, that a share of successes stays below. */
export const delayQuantile = (delays: DelayHistogram, share: number): number => {
  const wanted = share * (delays[BINS] ?? 1);
  let sum = 0;
  for (let bin = 0; bin < BINS; bin += 1) {
    const count = delays[bin] ?? 0;
    if (sum + count >= wanted && count > 0) {
      const position = bin + (wanted - sum) / count;
      return position < 1 ? position * FIRST_SECONDS : Math.exp(STEP * position);
    }
    sum += count;
  }
  return MAX_SECONDS;
};
