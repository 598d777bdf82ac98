import { type Choices, replayChoices } from './choices.ts';

export interface ShrinkOptions<Failure> {
  /** The choices of a run that fails. */
  readonly values: readonly number[];
  readonly run: (choices: Choices) => Promise<Failure | undefined>;
  /** A smaller run counts only when its failure has the same key: another bug is another story. */
  readonly keyOf: (failure: Failure) => string;
  readonly maxRuns?: number;
}

export interface Shrunk<Failure> {
  readonly values: readonly number[];
  readonly failure: Failure;
  readonly runs: number;
}

const DEFAULT_MAX_RUNS = 2_000;
/** The highest value that a single choice is tried with. */
const MAX_MOMENT = 4;

/**
 * Looks for the calmest list of choices that still fails in the same way: fewest choices that are not calm, then the
 * shortest, then the smallest. Goes round through ever smaller changes until none of them helps.
 */
export const shrink = async <Failure>(
  options: ShrinkOptions<Failure>,
): Promise<Shrunk<Failure>> => {
  const { run, keyOf, maxRuns = DEFAULT_MAX_RUNS } = options;
  let runs = 0;
  const fails = async (values: readonly number[]) => {
    runs += 1;
    const choices = replayChoices(values);
    const failure = await run(choices);
    return failure === undefined ? undefined : { values: trimmed(choices.taken), failure };
  };

  const first = await fails(options.values);
  if (!first) throw new Error('there is nothing to shrink: these choices do not fail');
  const key = keyOf(first.failure);
  let best = first;
  const improves = async (values: readonly number[]): Promise<boolean> => {
    if (runs >= maxRuns || !isCalmer(trimmed(values), best.values)) return false;
    const found = await fails(values);
    if (!found || keyOf(found.failure) !== key || !isCalmer(found.values, best.values))
      return false;
    best = found;
    return true;
  };

  const changesHelp = async (): Promise<boolean> => {
    const before = best;
    for (const change of CHANGES) {
      for (let size = best.values.length; size >= 1; size = Math.floor(size / 2)) {
        // The list may become shorter meanwhile: then some of these change nothing and are not run.
        for (let at = best.values.length - size; at >= 0; at -= size) {
          await improves(change(best.values, at, size));
        }
      }
    }
    return best !== before;
  };
  /** Most bugs need one unlucky moment only; small changes may miss it, and there are few enough to try them all. */
  const oneMomentWillDo = async (): Promise<boolean> => {
    if (unrestOf(best.values) <= 1) return false;
    for (let at = 0; at < options.values.length; at += 1) {
      for (let value = 1; value <= MAX_MOMENT; value += 1) {
        if (await improves([...new Array<number>(at).fill(0), value])) return true;
      }
    }
    return false;
  };
  while ((await changesHelp()) || (await oneMomentWillDo()));
  return { ...best, runs };
};

type Change = (values: readonly number[], at: number, size: number) => readonly number[];

/** In order of what they promise. */
const CHANGES: readonly Change[] = [
  /** Ends calmly. */
  (values, at) => values.slice(0, at),
  /** Is calm for a while. */
  (values, at, size) => values.map((value, index) => (isIn(index, at, size) ? 0 : value)),
  /** Leaves something out: what comes later moves up. */
  (values, at, size) => values.toSpliced(at, size),
  (values, at, size) =>
    values.map((value, index) => (isIn(index, at, size) ? Math.floor(value / 2) : value)),
  (values, at, size) =>
    values.map((value, index) => (isIn(index, at, size) ? Math.max(0, value - 1) : value)),
];

const isIn = (index: number, at: number, size: number): boolean => index >= at && index < at + size;

/** Beyond its end a list is calm anyway. */
const trimmed = (values: readonly number[]): readonly number[] =>
  values.slice(0, values.findLastIndex((value) => value !== 0) + 1);

const isCalmer = (values: readonly number[], than: readonly number[]): boolean => {
  const byCount = unrestOf(values) - unrestOf(than);
  if (byCount !== 0) return byCount < 0;
  if (values.length !== than.length) return values.length < than.length;
  return sumOf(values) < sumOf(than);
};

/** How many choices are not calm. */
const unrestOf = (values: readonly number[]): number =>
  values.filter((value) => value !== 0).length;

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
