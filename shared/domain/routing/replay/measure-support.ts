import type { CleanDecision } from './clean-decision.ts';

/** How much of what the new policy does rests on the model alone, as shares of its probability mass. */
export interface Support {
  /** On channels that never came first in any decision: the log says nothing of them. */
  readonly unsupported: number;
  /**
   * On other channels than the logged one where that one was certain. A channel may be well known from small payments
   * and still never have been tried on large ones, where nothing is explored: `unsupported` does not show that.
   */
  readonly unexplored: number;
}

/** Shares are 0 when the new policy takes no channel at all. */
export const measureSupport = (decisions: readonly CleanDecision[]): Support => {
  const supported = new Set(decisions.map(({ loggedChannel }) => loggedChannel));
  let [mass, unsupported, unexplored] = [0, 0, 0];
  for (const { loggedChannel, propensity, probabilities } of decisions) {
    for (const [channel, probability] of probabilities) {
      mass += probability;
      if (!supported.has(channel)) unsupported += probability;
      if (propensity === 1 && channel !== loggedChannel) unexplored += probability;
    }
  }
  return mass > 0
    ? { unsupported: unsupported / mass, unexplored: unexplored / mass }
    : { unsupported: 0, unexplored: 0 };
};
