/** One measured figure. With a threshold it also says whether it passed. */
export interface BenchRow {
  readonly metric: string;
  readonly value: number;
  readonly unit: string;
  readonly threshold?: number;
  readonly pass?: boolean;
}

export interface BenchOptions {
  /** Tells a person what is going on; goes to stderr. */
  readonly progress: (line: string) => void;
  /** What follows the bench's name on the command line, `--json` left out. */
  readonly arguments: readonly string[];
}

/** What a file in test/bench exports as default. */
export type Bench = (options: BenchOptions) => Promise<{ rows: readonly BenchRow[] }>;

/** A figure that must not be smaller than the threshold. */
export const atLeast = (
  metric: string,
  value: number,
  { unit, threshold }: { unit: string; threshold: number },
): BenchRow => ({ metric, value, unit, threshold, pass: value >= threshold });

/** A figure that must not be larger than the threshold. */
export const atMost = (
  metric: string,
  value: number,
  { unit, threshold }: { unit: string; threshold: number },
): BenchRow => ({ metric, value, unit, threshold, pass: value <= threshold });
