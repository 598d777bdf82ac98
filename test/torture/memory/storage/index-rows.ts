import type { TableIndex } from '#shared/contract/tables.ts';
import { invalid } from '../refusals.ts';
import { typeOf } from '../values/compare-values.ts';
import type { Item } from '../values/copy-value.ts';
import { type Partitions, putRow, removeRow } from './sorted-rows.ts';
import type { Key } from './table.ts';

/** An index of keys only: a row is written when an item enters, leaves or moves, not when it changes otherwise. */
export interface Index {
  readonly contract: TableIndex;
  readonly partitions: Partitions;
}

export const createIndex = (contract: TableIndex): Index => ({ contract, partitions: new Map() });

/** @throws ValidationException when an attribute that the index reads is no text, or is empty */
export const checkIndexKeys = ({ contract }: Index, item: Item): void => {
  for (const name of [contract.partitionKey, contract.sortKey]) {
    const value = item[name];
    if (value === undefined) continue;
    if (typeof value !== 'string') {
      throw invalid(
        `Type mismatch for Index Key ${name} Expected: S Actual: ${typeOf(value)} IndexName: ${contract.name}`,
      );
    }
    if (value === '') {
      throw invalid(`An empty string is no key. IndexName: ${contract.name}, IndexKey: ${name}`);
    }
  }
};

export const moveInIndex = (
  { contract, partitions }: Index,
  { pk, sk }: Key,
  before: Item | undefined,
  after: Item | undefined,
): void => {
  const [from, to] = [entryOf(contract, before), entryOf(contract, after)];
  if (from?.partition === to?.partition && from?.sort === to?.sort) return;
  if (from) removeRow(partitions, from.partition, { sort: from.sort, pk, sk });
  if (!to) return;
  const { partition, sort } = to;
  const item = { pk, sk, [contract.partitionKey]: partition, [contract.sortKey]: sort };
  putRow(partitions, partition, { sort, pk, sk, item });
};

/** Where an item is in the index; `undefined` for one that lacks either attribute. */
const entryOf = (
  { partitionKey, sortKey }: TableIndex,
  item: Item | undefined,
): { partition: string; sort: string } | undefined => {
  const [partition, sort] = [item?.[partitionKey], item?.[sortKey]];
  if (typeof partition !== 'string' || typeof sort !== 'string') return undefined;
  return { partition, sort };
};
