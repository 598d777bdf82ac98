import { normal } from './random.ts';

const STEP_MILLIS = 300_000;

/**
 * Slow change: Ornstein–Uhlenbeck processes, one a row, with mean 0, the given standard deviation and relaxation time,
 * on a grid of five minutes with straight lines between.
 */
export const newDrift = (options: {
  readonly seed: number;
  readonly rows: number;
  /** Tells the rows of different processes apart. */
  readonly firstRow: number;
  readonly sigma: number;
  readonly tauMillis: number;
  readonly startsAt: number;
  readonly lengthMillis: number;
}): ((row: number, now: number) => number) => {
  const { seed, rows, firstRow, sigma, tauMillis, startsAt, lengthMillis } = options;
  const steps = Math.ceil(lengthMillis / STEP_MILLIS) + 2;
  const values = new Float32Array(rows * steps);
  const kept = Math.exp(-STEP_MILLIS / tauMillis);
  const fresh = Math.sqrt(1 - kept * kept);
  for (let row = 0; row < rows; row += 1) {
    let value = normal(seed, 'drift', firstRow + row, 0);
    for (let step = 0; step < steps; step += 1) {
      values[row * steps + step] = sigma * value;
      value = kept * value + fresh * normal(seed, 'drift', firstRow + row, step + 1);
    }
  }
  return (row, now) => {
    const position = Math.max(0, Math.min(steps - 1.001, (now - startsAt) / STEP_MILLIS));
    const step = Math.floor(position);
    const from = values[row * steps + step] ?? 0;
    return from + ((values[row * steps + step + 1] ?? 0) - from) * (position - step);
  };
};
