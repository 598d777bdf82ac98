import { INVARIANTS } from './invariants/invariants.ts';
import type { Played } from './play.ts';

/** What many runs add up to. */
export interface Tally {
  readonly runs: number;
  readonly steps: number;
  /** Invariants looked at, over all runs. */
  readonly checked: number;
  /** Fault, and what it met → how often. */
  readonly faults: ReadonlyMap<string, number>;
  /** Steps that orders took. */
  readonly reached: ReadonlyMap<string, number>;
  /** Seeds that broke something, the first few. */
  readonly failures: readonly { readonly seed: number; readonly invariant: string }[];
  readonly failed: number;
}

const KEPT_FAILURES = 20;

export const emptyTally = (): Tally => ({
  runs: 0,
  steps: 0,
  checked: 0,
  faults: new Map(),
  reached: new Map(),
  failures: [],
  failed: 0,
});

export const addTo = (tally: Tally, seed: number, played: Played): Tally => {
  const [violation] = played.violations;
  return {
    runs: tally.runs + 1,
    steps: tally.steps + played.steps,
    checked: tally.checked + Object.keys(INVARIANTS).length,
    faults: summed(tally.faults, played.faults),
    reached: summed(tally.reached, played.reached),
    failures:
      violation && tally.failures.length < KEPT_FAILURES
        ? [...tally.failures, { seed, invariant: violation.invariant }]
        : tally.failures,
    failed: tally.failed + (violation ? 1 : 0),
  };
};

export const together = (a: Tally, b: Tally): Tally => ({
  runs: a.runs + b.runs,
  steps: a.steps + b.steps,
  checked: a.checked + b.checked,
  faults: summed(a.faults, b.faults),
  reached: summed(a.reached, b.reached),
  failures: [...a.failures, ...b.failures].slice(0, KEPT_FAILURES),
  failed: a.failed + b.failed,
});

/** The same map grows: a tally is added to by its owner alone. */
const summed = (
  into: ReadonlyMap<string, number>,
  more: ReadonlyMap<string, number>,
): ReadonlyMap<string, number> => {
  const sum = into as Map<string, number>;
  for (const [name, count] of more) sum.set(name, (sum.get(name) ?? 0) + count);
  return sum;
};

/** Faults by their kind alone. */
export const byKind = (faults: ReadonlyMap<string, number>): Map<string, number> => {
  const kinds = new Map<string, number>();
  for (const [name, count] of faults) {
    const kind = name.split(' ')[0] ?? name;
    kinds.set(kind, (kinds.get(kind) ?? 0) + count);
  }
  return kinds;
};
