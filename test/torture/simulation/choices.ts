import { seededRandom } from '#test/support/seeded-random.ts';

/**
 * Everything a run leaves to luck, as one list of small numbers. The same list gives the same run, and a shorter or
 * smaller list gives a simpler one: 0 always means *calm* (first come first served, no fault).
 */
export interface Choices {
  /** One of `limit` ways to go on. Where there is only one, nothing is taken from the list. */
  pick(limit: number, label?: string): number;
  /** Whether something happens that need not; with random choices once in `oneIn` times. */
  chance(label: string, oneIn: number): boolean;
  /**
   * Which of several things happens that need not: 0 for none, or its number counted from 1. With random choices
   * each happens as often as its weight `outOf` so many times.
   */
  draw(label: string, weights: readonly number[], outOf: number): number;
  /** What was chosen so far: `replayChoices` of it is the same run. */
  readonly taken: readonly number[];
}

/**
 * How often a random pick is the calm one, drawn anew for every seed. Bugs that need one unlucky moment in an orderly
 * run are hardly met when everything is shuffled, and those that need much disorder are not met otherwise.
 */
const CALMNESS = [0, 0.5, 0.9] as const;

export const randomChoices = (seed: number): Choices => {
  const random = seededRandom(seed);
  const calmness = CALMNESS[Math.floor(random() * CALMNESS.length)] ?? 0;
  return recorded({
    pick: (limit) => (random() < calmness ? 0 : Math.floor(random() * limit)),
    draw: (weights, outOf) => {
      let ticket = random() * outOf;
      for (const [index, weight] of weights.entries()) {
        if (ticket < weight) return index + 1;
        ticket -= weight;
      }
      return 0;
    },
  });
};

/** Beyond the end of the list everything is calm. A value that is too high counts as the highest. */
export const replayChoices = (values: readonly number[]): Choices => {
  let next = 0;
  const takeBelow = (limit: number): number => {
    const value = values[next] ?? 0;
    next += 1;
    return Math.min(value, limit - 1);
  };
  return recorded({ pick: takeBelow, draw: (weights) => takeBelow(weights.length + 1) });
};

const recorded = (luck: {
  pick: (limit: number) => number;
  draw: (weights: readonly number[], outOf: number) => number;
}): Choices => {
  const taken: number[] = [];
  const take = (value: number): number => {
    taken.push(value);
    return value;
  };
  return {
    taken,
    pick: (limit, label) => {
      if (limit < 1) throw new RangeError(`nothing to choose from: ${label ?? 'pick'}`);
      return limit === 1 ? 0 : take(luck.pick(limit));
    },
    chance: (_label, oneIn) => take(luck.draw(ONE, oneIn)) === 1,
    draw: (_label, weights, outOf) => take(luck.draw(weights, outOf)),
  };
};

const ONE = [1] as const;
