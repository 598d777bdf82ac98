import type { Sale } from './sale.ts';

export interface DriveResult {
  readonly sales: readonly Sale[];
  readonly errors: readonly string[];
  readonly seconds: number;
}

/** Runs `count` sales, `concurrency` at a time. */
export const drive = async (
  count: number,
  concurrency: number,
  sell: () => Promise<Sale>,
): Promise<DriveResult> => {
  const sales: Sale[] = [];
  const errors: string[] = [];
  let started = 0;
  const startedAt = performance.now();
  const buyer = async () => {
    while (started < count) {
      started += 1;
      try {
        sales.push(await sell());
      } catch (error) {
        errors.push(error instanceof Error ? error.message : String(error));
      }
    }
  };
  await Promise.all(Array.from({ length: concurrency }, buyer));
  return { sales, errors, seconds: (performance.now() - startedAt) / 1000 };
};

/** Nearest-rank percentile. */
export const percentile = (values: readonly number[], share: number): number => {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? 0;
};
