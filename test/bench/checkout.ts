import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningStack, startLocalStack } from '#infra/local/start-local-stack.ts';
import { measureCeiling } from './checkout/ceiling.ts';
import { costPerMillionSales } from './checkout/cost.ts';
import { type DriveResult, drive, percentile } from './checkout/drive.ts';
import { openShop } from './checkout/open-shop.ts';
import { closeConnections, sellOne } from './checkout/sale.ts';
import { atLeast, atMost, type Bench, type BenchRow } from './support/bench.ts';

const CONCURRENCIES = [1, 4, 16] as const;
const SALES = 400;
const WARM_UP = 60;
/** A PHP card shop on such a machine made 25 good sales a second with 16 buyers at once (and 43 with 4). */
const PEER_AT_16 = 25;
const MAX_CALLS = 12;

/**
 * Whole sales on one product through HTTP on the local stack: create, attempt, signed notification, readable card; and the
 * machine's ceiling in the same run: the same calls to the emulators with nothing around them.
 */
const checkout: Bench = async ({ progress }) => {
  const directory = await mkdtemp(join(tmpdir(), 'arteria-bench-'));
  const stack = await startLocalStack({ directory, fresh: true, measure: true });
  const rows: BenchRow[] = [];
  try {
    const shop = await openShop(stack, WARM_UP + SALES * CONCURRENCIES.length);
    await drive(WARM_UP, 8, () => sellOne(shop));
    const cards: string[] = [];
    const rates = new Map<number, number>();
    for (const concurrency of CONCURRENCIES) {
      await stack.resetMeasurements();
      const result = await drive(SALES, concurrency, () => sellOne(shop));
      await quiet(stack);
      const { sdkCalls } = await stack.resetMeasurements();
      const ceiling = await measureCeiling({ sales: SALES, concurrency });
      const rate = result.sales.length / result.seconds;
      rates.set(concurrency, rate);
      cards.push(...result.sales.map(({ card }) => card));
      progress(
        `${concurrency} at once: ${rate.toFixed(1)} sales/s, ${result.errors.length} errors, ceiling ${ceiling.salesPerSecond.toFixed(1)}/s ${[...new Set(result.errors)].slice(0, 3).join(' | ')}`,
      );
      rows.push(
        ...rowsOf(concurrency, result, rate, ceiling.salesPerSecond),
        ...callRows(concurrency, sdkCalls, result),
      );
      if (concurrency === 16) rows.push(...costPerMillionSales(ceiling));
    }
    rows.push(
      atMost('cards handed to two buyers', cards.length - new Set(cards).size, {
        unit: 'cards',
        threshold: 0,
      }),
      atLeast('16 at once against the PHP peer’s 25/s', (rates.get(16) ?? 0) / PEER_AT_16, {
        unit: '×',
        threshold: 3,
      }),
      atLeast('16 at once against 4 at once', (rates.get(16) ?? 0) / (rates.get(4) ?? 1), {
        unit: '×',
        threshold: 1,
      }),
    );
  } finally {
    closeConnections();
    await stack.stop();
    await rm(directory, { recursive: true, force: true });
  }
  return { rows };
};

const rowsOf = (
  concurrency: number,
  { sales, errors }: DriveResult,
  rate: number,
  ceiling: number,
): BenchRow[] => {
  const at = `${concurrency} at once: `;
  const total = sales.map(({ totalMillis }) => totalMillis);
  const delivery = sales.map(({ deliveryMillis }) => deliveryMillis);
  return [
    { metric: `${at}sales`, value: rate, unit: '1/s' },
    { metric: `${at}whole sale p50`, value: percentile(total, 0.5), unit: 'ms' },
    { metric: `${at}whole sale p99`, value: percentile(total, 0.99), unit: 'ms' },
    { metric: `${at}notification to card p50`, value: percentile(delivery, 0.5), unit: 'ms' },
    { metric: `${at}notification to card p99`, value: percentile(delivery, 0.99), unit: 'ms' },
    atMost(`${at}errors`, errors.length, { unit: 'sales', threshold: 0 }),
    { metric: `${at}ceiling of this machine`, value: ceiling, unit: '1/s' },
    concurrency === 16
      ? atLeast(`${at}share of the ceiling`, rate / ceiling, { unit: '×', threshold: 0.6 })
      : { metric: `${at}share of the ceiling`, value: rate / ceiling, unit: '×' },
  ];
};

/** Calls by table and operation, without those of a page that asked before the card was there. */
const callRows = (
  concurrency: number,
  sdkCalls: Readonly<Record<string, number>>,
  { sales }: DriveResult,
): BenchRow[] => {
  const at = `${concurrency} at once: `;
  const early = sales.reduce((sum, { earlyReads }) => sum + earlyReads, 0);
  const all = Object.values(sdkCalls).reduce((sum, count) => sum + count, 0);
  return [
    atMost(`${at}SDK calls a sale`, (all - early) / sales.length, {
      unit: 'calls',
      threshold: MAX_CALLS,
    }),
    { metric: `${at}page reads before the card`, value: early / sales.length, unit: 'calls' },
    ...byOperation(sdkCalls).map(([name, count]) => ({
      metric: `${at}  ${name}`,
      value: count / sales.length,
      unit: 'calls',
    })),
  ];
};

/** Sums calls that differ only in how many items they carry, and leaves the rare ones out. */
const byOperation = (sdkCalls: Readonly<Record<string, number>>): [string, number][] => {
  const sums = new Map<string, number>();
  for (const [name, count] of Object.entries(sdkCalls)) {
    const key = name.replaceAll(/×\d+/g, '');
    sums.set(key, (sums.get(key) ?? 0) + count);
  }
  return [...sums].filter(([, count]) => count >= SALES / 100).sort(([, a], [, b]) => b - a);
};

/** Waits until what the sales left behind (relay, webhooks) has been worked off, so that their calls are counted. */
const quiet = async (stack: RunningStack): Promise<void> => {
  const count = async () =>
    Object.values((await stack.measurements()).sdkCalls).reduce((sum, one) => sum + one, 0);
  let before = await count();
  for (let still = 0; still < 3; ) {
    await new Promise((resolve) => setTimeout(resolve, 400));
    const now = await count();
    still = now === before ? still + 1 : 0;
    before = now;
  }
};

export default checkout;
