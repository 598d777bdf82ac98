import type { RuleEngine } from '../engines/engine.ts';
import type { BenchPayment } from '../payments.ts';

/** What an engine did in one turn; times of single decisions in microseconds. */
export interface Turn {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly p999: number;
}

/** A turn takes this long twice, or as long as all payments take once. */
const MIN_MILLIS = 100;
const MAX_SAMPLES = 65_536;
const samples = new Float64Array(MAX_SAMPLES);

/**
 * One turn of an engine: its speed over whole passes through the payments with no clock in between, then the time of
 * every single decision, in which the two looks at the clock are included.
 *
 * @param expected sum of the right answers: checks the engine once more, now that it is optimised, and keeps the optimiser
 *   from leaving out work that nobody uses
 */
export const measureTurn = async (
  engine: RuleEngine,
  payments: readonly BenchPayment[],
  expected: number,
): Promise<Turn> => {
  const perSecond = await speedOf(engine, payments, expected);
  const count =
    engine.kind === 'sync' ? timeEach(engine, payments) : await timeEachAsync(engine, payments);
  const sorted = samples.subarray(0, count).sort();
  const quantile = (share: number): number => 1_000 * (sorted[Math.floor(share * count)] ?? 0);
  return { perSecond, p50: quantile(0.5), p99: quantile(0.99), p999: quantile(0.999) };
};

const speedOf = async (
  engine: RuleEngine,
  payments: readonly BenchPayment[],
  expected: number,
): Promise<number> => {
  const started = performance.now();
  let passes = 0;
  let millis = 0;
  while (millis < MIN_MILLIS) {
    const sum =
      engine.kind === 'sync' ? passOf(engine, payments) : await passOfAsync(engine, payments);
    if (sum !== expected)
      throw new Error(`${engine.name} gave other answers while it was measured`);
    passes += 1;
    millis = performance.now() - started;
  }
  return (1_000 * passes * payments.length) / millis;
};

type SyncEngine = Extract<RuleEngine, { kind: 'sync' }>;
type AsyncEngine = Extract<RuleEngine, { kind: 'async' }>;

const passOf = ({ match }: SyncEngine, payments: readonly BenchPayment[]): number => {
  let sum = 0;
  for (const payment of payments) sum += match(payment);
  return sum;
};

const passOfAsync = async (
  { match }: AsyncEngine,
  payments: readonly BenchPayment[],
): Promise<number> => {
  let sum = 0;
  for (const payment of payments) sum += await match(payment);
  return sum;
};

const timeEach = ({ match }: SyncEngine, payments: readonly BenchPayment[]): number => {
  const until = performance.now() + MIN_MILLIS;
  let count = 0;
  do {
    for (const payment of payments) {
      const started = performance.now();
      match(payment);
      samples[count] = performance.now() - started;
      count += 1;
    }
  } while (count + payments.length <= MAX_SAMPLES && performance.now() < until);
  return count;
};

const timeEachAsync = async (
  { match }: AsyncEngine,
  payments: readonly BenchPayment[],
): Promise<number> => {
  const until = performance.now() + MIN_MILLIS;
  let count = 0;
  do {
    for (const payment of payments) {
      const started = performance.now();
      await match(payment);
      samples[count] = performance.now() - started;
      count += 1;
    }
  } while (count + payments.length <= MAX_SAMPLES && performance.now() < until);
  return count;
};
