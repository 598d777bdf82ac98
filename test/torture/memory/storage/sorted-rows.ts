import { compareText } from '../values/compare-values.ts';
import type { Item } from '../values/copy-value.ts';

/** Where a row stands: by sort key, and rows of an index that share one by their keys in the table. */
export interface Place {
  readonly sort: string;
  readonly pk: string;
  readonly sk: string;
}

export interface Row extends Place {
  readonly item: Item;
}

/** Rows of a table or of an index, by partition; each partition is in the order of its places. */
export type Partitions = Map<string, Row[]>;

const NO_ROWS: readonly Row[] = [];

export const rowsOf = (partitions: Partitions, partition: string): readonly Row[] =>
  partitions.get(partition) ?? NO_ROWS;

export const comparePlaces = (a: Place, b: Place): number =>
  compareText(a.sort, b.sort) || compareText(a.pk, b.pk) || compareText(a.sk, b.sk);

/** How many rows stand before the place. */
export const countBefore = (rows: readonly Row[], place: Place): number => {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (comparePlaces(rows[middle] as Row, place) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
};

export const findRow = (rows: readonly Row[], place: Place): Row | undefined => {
  const row = rows[countBefore(rows, place)];
  return row && comparePlaces(row, place) === 0 ? row : undefined;
};

/** Writes a row over the one in its place, if there is one. */
export const putRow = (partitions: Partitions, partition: string, row: Row): void => {
  const rows = partitions.get(partition);
  if (!rows) {
    partitions.set(partition, [row]);
    return;
  }
  const index = countBefore(rows, row);
  const there = rows[index];
  const replaced = there && comparePlaces(there, row) === 0 ? 1 : 0;
  rows.splice(index, replaced, row);
};

export const removeRow = (partitions: Partitions, partition: string, place: Place): void => {
  const rows = partitions.get(partition);
  if (!rows || !findRow(rows, place)) return;
  if (rows.length === 1) partitions.delete(partition);
  else rows.splice(countBefore(rows, place), 1);
};
