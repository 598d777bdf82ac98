import { percentile } from '../checkout/drive.ts';
import type { BenchRow } from '../support/bench.ts';

/** One payment's routing. */
export interface Step {
  readonly millis: number;
  /** What had to be read from tables; empty when all of it was remembered. */
  readonly loaded: readonly string[];
}

/** Figures of all steps, of those that read nothing, of those that waited for a read, and of those for the snapshot. */
export const rowsOf = (where: 'lambda' | 'process', steps: readonly Step[]): BenchRow[] => [
  ...group(`${where}, all`, steps),
  ...group(
    `${where}, from memory`,
    steps.filter(({ loaded }) => loaded.length === 0),
  ),
  ...group(
    `${where}, reading tables`,
    steps.filter(({ loaded }) => loaded.length > 0),
  ),
  ...(where === 'lambda'
    ? group(
        `${where}, reading the snapshot`,
        steps.filter(({ loaded }) => loaded.includes('snapshot')),
      )
    : []),
];

const group = (name: string, steps: readonly Step[]): BenchRow[] => {
  if (steps.length === 0) return [];
  const millis = steps.map((step) => step.millis);
  const unit = 'ms';
  return [
    { metric: `${name}: payments`, value: millis.length, unit: '' },
    { metric: `${name}: p50`, value: percentile(millis, 0.5), unit },
    { metric: `${name}: p90`, value: percentile(millis, 0.9), unit },
    { metric: `${name}: p99`, value: percentile(millis, 0.99), unit },
  ];
};
