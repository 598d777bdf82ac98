import { seededRandom } from '#test/support/seeded-random.ts';

/** Choices of a plan: the same for the same seed, whatever happens while it is carried out. */
export interface Draw {
  /** True in that share of all cases. */
  chance(share: number): boolean;
  oneOf<Value>(values: readonly Value[]): Value;
  /** A whole number from `from` to `to`, both included. */
  between(from: number, to: number): number;
}

/** @param stream draws of one seed that do not depend on each other */
export const drawOf = (seed: number, stream: number): Draw => {
  const random = seededRandom(
    Math.imul(seed + 1, 0x9e37_79b1) ^ Math.imul(stream + 1, 0x85eb_ca6b),
  );
  return {
    chance: (share) => random() < share,
    oneOf: (values) => {
      const value = values[Math.floor(random() * values.length)];
      if (value === undefined) throw new RangeError('there is nothing to draw from');
      return value;
    },
    between: (from, to) => from + Math.floor(random() * (to - from + 1)),
  };
};
