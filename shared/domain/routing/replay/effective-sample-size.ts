/**
 * How many equally weighted decisions would say as much as these: (Σw)² / Σw², from 1 to their number, 0 when no
 * weight is above zero.
 *
 * Source: Kish, "Survey Sampling" (1965).
 */
export const effectiveSampleSize = (weights: readonly number[]): number => {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (!(total > 0)) return 0;
  // Shares before squares: squares of the smallest weights would round to zero.
  const concentration = weights.reduce((sum, weight) => sum + (weight / total) ** 2, 0);
  return Math.min(weights.length, 1 / concentration);
};
