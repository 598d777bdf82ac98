import type { PreparedChannel } from '../portfolio.ts';

/**
 * The lot of a channel among those of its priority, drawn by weight; the smallest comes first, weight 0 last.
 *
 * It is -ln(1 - u) / weight with u uniform in [0, 1): the first of n such exponential waiting times is a given
 * channel's with probability weight / sum of weights, and what follows is again a draw by weight among the rest
 * (Efraimidis and Spirakis, "Weighted random sampling with a reservoir", 2006).
 */
export const priorityLot = ({ candidate }: PreparedChannel, u: number): number => {
  const { weight } = candidate.channel;
  return weight > 0 ? -Math.log(1 - u) / weight : Number.MAX_VALUE * (0.5 + u / 2);
};
