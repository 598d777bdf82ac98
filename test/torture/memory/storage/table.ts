import { TABLES, type TableContract, type TableName } from '#shared/contract/tables.ts';
import { compareText } from '../values/compare-values.ts';
import type { Item } from '../values/copy-value.ts';
import { createIndex, type Index, moveInIndex } from './index-rows.ts';
import { findRow, type Partitions, type Place, putRow, removeRow, rowsOf } from './sorted-rows.ts';

export interface Key {
  readonly pk: string;
  /** Empty in a table without a sort key. */
  readonly sk: string;
}

/** Items are never changed, only replaced. */
export interface Table {
  readonly name: TableName;
  readonly contract: TableContract;
  readonly partitions: Partitions;
  readonly indexes: readonly Index[];
}

export const createTable = (name: TableName): Table => ({
  name,
  contract: TABLES[name],
  partitions: new Map(),
  indexes: TABLES[name].indexes.map(createIndex),
});

const placeOf = ({ pk, sk }: Key): Place => ({ sort: sk, pk, sk });

export const itemAt = ({ partitions }: Table, key: Key): Item | undefined =>
  findRow(rowsOf(partitions, key.pk), placeOf(key))?.item;

/** Puts `after` where `before` is; `undefined` means that nothing is there. */
export const replaceItem = (
  table: Table,
  key: Key,
  before: Item | undefined,
  after: Item | undefined,
): void => {
  const place = placeOf(key);
  if (after) putRow(table.partitions, key.pk, { ...place, item: after });
  else if (before) removeRow(table.partitions, key.pk, place);
  for (const index of table.indexes) moveInIndex(index, key, before, after);
};

/** By partition and sort key. */
export const itemsOf = ({ partitions }: Table): Item[] =>
  [...partitions.keys()]
    .sort(compareText)
    .flatMap((pk) => rowsOf(partitions, pk).map(({ item }) => item));
