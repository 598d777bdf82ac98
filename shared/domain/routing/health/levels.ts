/**
 * How well a channel carries payments just now, as a handful of levels. Each multiplies the success that the model
 * expects; the channel's level is never known, only believed (a probability for every level).
 */
export const LEVELS = [
  { name: 'up', factor: 1, refusal: 0.012, stationary: 0.926 },
  { name: 'dented', factor: 0.75, refusal: 0.02, stationary: 0.03 },
  { name: 'halved', factor: 0.5, refusal: 0.03, stationary: 0.02 },
  { name: 'poor', factor: 0.25, refusal: 0.04, stationary: 0.008 },
  /** Takes payments and never reports one: no callback, no answer. */
  { name: 'silent', factor: 0.02, refusal: 0.02, stationary: 0.008 },
  /** Refuses payments at once. */
  { name: 'down', factor: 0.02, refusal: 0.9, stationary: 0.008 },
] as const;

export type LevelName = (typeof LEVELS)[number]['name'];

export const LEVEL_COUNT = LEVELS.length;

/** Share of the model's success that is left at each level. */
export const FACTORS = Float64Array.from(LEVELS, ({ factor }) => factor);

/** What is believed of a channel nobody has heard of for long. Sums to 1. */
export const STATIONARY = Float64Array.from(LEVELS, ({ stationary }) => stationary);

/** From here on a level counts as dead: the breaker looks at their common probability. */
const FIRST_DEAD = LEVELS.findIndex(({ name }) => name === 'silent');

/** Probability that the channel is dead, silent or down. */
export const deadProbability = (belief: ArrayLike<number>): number => {
  let sum = 0;
  for (let level = FIRST_DEAD; level < LEVEL_COUNT; level += 1) sum += belief[level] ?? 0;
  return sum;
};

/** Expected share of the model's success that is left. */
export const expectedFactor = (belief: ArrayLike<number>): number => {
  let sum = 0;
  for (let level = 0; level < LEVEL_COUNT; level += 1) {
    sum += (belief[level] ?? 0) * (FACTORS[level] ?? 0);
  }
  return sum;
};
