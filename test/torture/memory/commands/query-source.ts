import type { QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import type { KeyRange } from '../expressions/key-condition.ts';
import { invalid } from '../refusals.ts';
import type { Partitions, Place } from '../storage/sorted-rows.ts';
import type { Table } from '../storage/table.ts';
import { copyItem } from '../values/copy-value.ts';

/** A table or one of its indexes, as a query sees it. */
export interface QuerySource {
  readonly partitions: Partitions;
  readonly partitionKey: string;
  readonly sortKey: string | undefined;
  /** Attributes that say where a page ended. */
  readonly cursorNames: readonly string[];
}

export const sourceOf = (
  { contract, partitions, indexes }: Table,
  { IndexName, ConsistentRead }: QueryCommandInput,
): QuerySource => {
  if (IndexName === undefined) {
    return contract.sortKey
      ? { partitions, partitionKey: 'pk', sortKey: 'sk', cursorNames: ['pk', 'sk'] }
      : { partitions, partitionKey: 'pk', sortKey: undefined, cursorNames: ['pk'] };
  }
  const index = indexes.find((one) => one.contract.name === IndexName);
  if (!index) throw invalid(`The table does not have the specified index: ${IndexName}`);
  if (ConsistentRead) {
    throw invalid('Consistent reads are not supported on global secondary indexes');
  }
  const { partitionKey, sortKey } = index.contract;
  const cursorNames = ['pk', 'sk', partitionKey, sortKey];
  return { partitions: index.partitions, partitionKey, sortKey, cursorNames };
};

/** Where a query goes on, which need not be the place of an item. */
export const placeOfCursor = (
  { partitionKey, sortKey, cursorNames }: QuerySource,
  given: Record<string, unknown>,
  range: KeyRange,
): Place => {
  const cursor = copyItem(given);
  if (
    Object.keys(cursor).length !== cursorNames.length ||
    cursorNames.some((name) => typeof cursor[name] !== 'string')
  ) {
    throw invalid('The provided starting key is invalid');
  }
  const { pk, sk = '', [partitionKey]: partition } = cursor as Record<string, string>;
  const sort = sortKey === undefined ? '' : (cursor[sortKey] as string);
  if (partition !== range.partition || !range.includes(sort)) {
    throw invalid(
      'The provided starting key is outside query boundaries based on provided conditions',
    );
  }
  return { sort, pk: pk as string, sk };
};
