import type { BenchRow } from './bench.ts';

const HEADINGS = ['metric', 'value', 'unit', 'threshold', 'pass'];

/** Figures as people read them: no more digits than the measurement deserves. */
const format = (value: number): string =>
  Number.isInteger(value) ? String(value) : value.toFixed(Math.abs(value) < 10 ? 2 : 1);

/** The rows as an aligned table. */
export const printTable = (rows: readonly BenchRow[]): string => {
  const cells = [
    HEADINGS,
    ...rows.map(({ metric, value, unit, threshold, pass }) => [
      metric,
      format(value),
      unit,
      threshold === undefined ? '' : format(threshold),
      pass === undefined ? '' : pass ? 'yes' : 'NO',
    ]),
  ];
  const widths = HEADINGS.map((_, column) =>
    Math.max(...cells.map((row) => row[column]?.length ?? 0)),
  );
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) =>
        column === 1 ? cell.padStart(widths[1] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd();
  return cells.map(line).join('\n');
};
