import { invalid } from '../refusals.ts';
import { typeOf } from '../values/compare-values.ts';
import { copyItem, type Item } from '../values/copy-value.ts';
import type { Key, Table } from './table.ts';

const keyNames = (table: Table): readonly ('pk' | 'sk')[] =>
  table.contract.sortKey ? ['pk', 'sk'] : ['pk'];

/** The key of an item that is to be stored. */
export const keyOfItem = (table: Table, item: Item): Key => {
  for (const name of keyNames(table)) {
    const value = item[name];
    if (value === undefined) throw invalid(`Missing the key ${name} in the item`);
    if (typeof value !== 'string') {
      throw invalid(`Type mismatch for key ${name} expected: S actual: ${typeOf(value)}`);
    }
  }
  return toKey(table, item);
};

/** The key that a call names, which must consist of the key's attributes and nothing else. */
export const keyOfCall = (table: Table, given: Item | undefined): Key => {
  const key = copyItem(given ?? {});
  const names = keyNames(table);
  if (
    Object.keys(key).length !== names.length ||
    names.some((name) => typeof key[name] !== 'string')
  ) {
    throw invalid('The provided key element does not match the schema');
  }
  return toKey(table, key);
};

const toKey = (table: Table, { pk, sk }: Item): Key => {
  if (pk === '' || (table.contract.sortKey && sk === '')) {
    throw invalid('The AttributeValue for a key attribute cannot contain an empty string value');
  }
  return { pk: pk as string, sk: table.contract.sortKey ? (sk as string) : '' };
};

/** The attributes of a key. */
export const keyItem = (table: Table, { pk, sk }: Key): Item =>
  table.contract.sortKey ? { pk, sk } : { pk };

/** Whether every item is named once; no call may name one twice. */
export const areDistinct = (items: readonly { table: Table; key: Key }[]): boolean =>
  new Set(items.map(({ table, key: { pk, sk } }) => `${table.name} ${pk.length} ${pk}${sk}`))
    .size === items.length;
