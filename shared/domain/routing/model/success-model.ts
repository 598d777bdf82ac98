import { FEATURE_COUNT, WEIGHT_COUNT } from './features.ts';

/**
 * Probability that a buyer pays through a channel, as a logistic model over hashed features. Learned sample by sample:
 * no retraining job, and old habits fade.
 */
export interface SuccessModel {
  readonly weights: Float32Array;
  /** How well each weight is known: the share of its prior variance that is left. Only the learner needs it. */
  readonly unsure: Float32Array;
}

/**
 * How unsure a weight is that nobody has seen, by kind of feature: the variance of such effects, in squared log odds. What
 * is general (the channel itself) differs more than what is special (the channel at one hour): so a small shop learns
 * the general things first, and does not take luck for habits. In the order of the features.
 */
const PRIOR_VARIANCES = Float64Array.of(
  0.2,
  0.08,
  0.02,
  0.02,
  0.02,
  0.02,
  0.02,
  0.05,
  0.08,
  0.08,
  0.02,
  0.02,
);
/** Below this share of it a variance never sinks: how fast a well-known weight still follows the world. */
const MIN_SHARE = 0.1;

export const newModel = (): SuccessModel => ({
  weights: new Float32Array(WEIGHT_COUNT),
  unsure: new Float32Array(WEIGHT_COUNT).fill(1),
});

export const copyModel = ({ weights, unsure }: SuccessModel): SuccessModel => ({
  weights: weights.slice(),
  unsure: unsure.slice(),
});

/** Keeps a probability away from certainty. */
const MAX_LOGIT = 6;

export const logistic = (logit: number): number =>
  1 / (1 + Math.exp(-Math.max(-MAX_LOGIT, Math.min(MAX_LOGIT, logit))));

export const logitOf = (p: number): number => Math.log(p / (1 - p));

export const sumWeights = (weights: Float32Array, places: ArrayLike<number>): number => {
  let sum = 0;
  for (let index = 0; index < places.length; index += 1) sum += weights[places[index] ?? 0] ?? 0;
  return sum;
};

/** One observed end of an attempt. */
export interface Sample {
  /** Places of its features among the weights. */
  readonly places: ArrayLike<number>;
  readonly paid: boolean;
  /** Log odds that were known before anything was learned. */
  readonly priorLogit: number;
  /** 1 for a full observation, less for one that says less about the future. */
  readonly weight: number;
}

/**
 * Learns from one sample: a step of stochastic gradient descent whose size shrinks, weight by weight, as a weight
 * becomes known, down to a constant floor so that the model follows drift. The sizes are those of a Kalman filter with
 * a diagonal covariance.
 */
export const learn = (
  { weights, unsure }: SuccessModel,
  { places, paid, priorLogit, weight }: Sample,
): void => {
  const p = logistic(priorLogit + sumWeights(weights, places));
  const information = Math.max(0.02, p * (1 - p)) * weight;
  let spread = 0;
  for (let kind = 0; kind < FEATURE_COUNT; kind += 1) {
    spread += (PRIOR_VARIANCES[kind] ?? 0) * (unsure[places[kind] ?? 0] ?? 0);
  }
  const damping = 1 + information * spread;
  const step = (weight * ((paid ? 1 : 0) - p)) / damping;
  for (let kind = 0; kind < FEATURE_COUNT; kind += 1) {
    const place = places[kind] ?? 0;
    const share = unsure[place] ?? 0;
    const variance = (PRIOR_VARIANCES[kind] ?? 0) * share;
    weights[place] = (weights[place] ?? 0) + variance * step;
    unsure[place] = Math.max(MIN_SHARE, share * (1 - (variance * information) / damping));
  }
};
