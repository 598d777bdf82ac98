import { T } from '../tune.ts';
import { FEATURE_COUNT, WEIGHT_COUNT } from './features.ts';

/**
 * Probability that a buyer pays through a channel, as a logistic model over hashed features. Learned sample by sample:
 * no retraining job, and old habits fade.
 */
export interface SuccessModel {
  readonly weights: Float32Array;
  /** How well each weight is known: the variance of its estimate. Only the learner needs it. */
  readonly variances: Float32Array;
}

/** How unsure a weight nobody has seen is; its square root is the usual size of an effect, in logits. */
const PRIOR_VARIANCE = T('PV', 0.3);
/** Below this a weight never sinks: how fast a well-known one still follows the world. */
const MIN_VARIANCE = T('MV', 0.02);

export const newModel = (): SuccessModel => ({
  weights: new Float32Array(WEIGHT_COUNT),
  variances: new Float32Array(WEIGHT_COUNT).fill(PRIOR_VARIANCE),
});

export const copyModel = ({ weights, variances }: SuccessModel): SuccessModel => ({
  weights: weights.slice(),
  variances: variances.slice(),
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
  { weights, variances }: SuccessModel,
  { places, paid, priorLogit, weight }: Sample,
): void => {
  const p = logistic(priorLogit + sumWeights(weights, places));
  const information = Math.max(0.02, p * (1 - p)) * weight;
  let spread = 0;
  for (let index = 0; index < FEATURE_COUNT; index += 1) {
    spread += variances[places[index] ?? 0] ?? 0;
  }
  const step = (weight * ((paid ? 1 : 0) - p)) / (1 + information * spread);
  for (let index = 0; index < FEATURE_COUNT; index += 1) {
    const place = places[index] ?? 0;
    const variance = variances[place] ?? 0;
    weights[place] = (weights[place] ?? 0) + variance * step;
    variances[place] = Math.max(
      MIN_VARIANCE,
      variance - (variance * variance * information) / (1 + information * spread),
    );
  }
};
