import type { ByChannel, LoggedDecision } from './logged-decision.ts';

/** A logged decision whose numbers are within their bounds. */
export interface CleanDecision {
  readonly loggedChannel: string;
  readonly propensity: number;
  readonly reward: number;
  readonly probabilities: ReadonlyMap<string, number>;
  readonly predicted: ReadonlyMap<string, number>;
}

/** Propensities are products of shares: one that should be 1 may miss it by a rounding error. */
const ROUNDING = 1e-9;

/**
 * The decision with every number in its bounds, or nothing when it cannot be weighed: a decision that was logged as
 * impossible, or whose reward is no amount of money, would otherwise turn every mean into NaN or infinity.
 *
 * A prediction that is no amount of money is dropped like a missing one. That costs precision only: the doubly robust
 * mean is unbiased under any predictions as long as the propensities are right.
 */
export const cleanDecision = (decision: LoggedDecision): CleanDecision | undefined => {
  const { loggedChannel, propensity, reward } = decision;
  if (!(propensity > 0 && propensity <= 1 + ROUNDING) || !isMoney(reward)) return undefined;
  return {
    loggedChannel,
    propensity: propensity >= 1 - ROUNDING ? 1 : propensity,
    reward,
    probabilities: cleanProbabilities(decision.probabilities),
    predicted: new Map([...entriesOf(decision.predicted)].filter(([, minor]) => isMoney(minor))),
  };
};

const cleanProbabilities = (probabilities: ByChannel): ReadonlyMap<string, number> => {
  const positive = [...entriesOf(probabilities)]
    .filter(([, probability]) => probability > 0)
    .map(([channel, probability]) => [channel, Math.min(1, probability)] as const);
  const sum = positive.reduce((total, [, probability]) => total + probability, 0);
  const scale = Math.max(1, sum);
  return new Map(positive.map(([channel, probability]) => [channel, probability / scale]));
};

const entriesOf = (values: ByChannel): Iterable<readonly [string, number]> =>
  values instanceof Map ? values.entries() : Object.entries(values);

/** Minor units are whole up to here; squares of such numbers still sum to something finite. */
const isMoney = (minor: number): boolean => Math.abs(minor) <= Number.MAX_SAFE_INTEGER;
