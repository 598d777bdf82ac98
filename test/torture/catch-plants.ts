import { PLANTED_BUGS } from './planted/plants.ts';
import { type Minimal, minimal, playSeed } from './play.ts';

export interface Caught {
  readonly name: string;
  readonly what: string;
  /** Runs until it showed; `undefined` when it did not. */
  readonly runs: number | undefined;
  readonly invariant: string | undefined;
  readonly smallest: Minimal | undefined;
}

/** Plants one bug and plays until an invariant breaks. */
export const catchPlant = async (
  name: string,
  { seed, maxRuns, shrinks }: { seed: number; maxRuns: number; shrinks: boolean },
): Promise<Caught> => {
  const what = PLANTED_BUGS[name]?.what ?? '';
  for (let run = 1; run <= maxRuns; run += 1) {
    const { violations, taken } = await playSeed(seed + run - 1, { plant: name });
    const [first] = violations;
    if (!first) continue;
    const smallest = shrinks ? await minimal(taken, { plant: name }, 300) : undefined;
    return { name, what, runs: run, invariant: first.invariant, smallest };
  }
  return { name, what, runs: undefined, invariant: undefined, smallest: undefined };
};
