import { TABLES, type TableName } from '#shared/contract/tables.ts';
import { tableNotFound } from '../refusals.ts';
import { equalValues } from '../values/compare-values.ts';
import type { Item } from '../values/copy-value.ts';
import { createTable, type Key, replaceItem, type Table } from './table.ts';

/** One change of an item in a table with a stream. The images are the stored items themselves, which never change. */
export interface ChangeRecord {
  readonly table: TableName;
  readonly eventName: 'INSERT' | 'MODIFY' | 'REMOVE';
  readonly newImage?: Item;
  readonly oldImage?: Item;
}

export interface Database {
  readonly tables: Readonly<Record<TableName, Table>>;
  readonly stream: ChangeRecord[];
}

const NAMES = Object.keys(TABLES) as TableName[];

/** Physical names: unlike the logical ones, so that mixing them up is noticed. */
export const TABLE_NAMES = Object.freeze(
  Object.fromEntries(NAMES.map((name) => [name, `memory-${name}`])),
) as Readonly<Record<TableName, string>>;

const LOGICAL_NAMES = new Map(NAMES.map((name) => [TABLE_NAMES[name], name]));

export const createDatabase = (): Database => ({
  tables: Object.fromEntries(NAMES.map((name) => [name, createTable(name)])) as Database['tables'],
  stream: [],
});

/** @throws ResourceNotFoundException when there is no table of this physical name */
export const logicalName = (tableName: string | undefined): TableName => {
  const name = LOGICAL_NAMES.get(tableName ?? '');
  if (!name) throw tableNotFound(String(tableName));
  return name;
};

export const tableCalled = (database: Database, tableName: string | undefined): Table =>
  database.tables[logicalName(tableName)];

/** What is in an item's place before and after a write; `undefined`: nothing. */
export interface ItemChange {
  readonly table: Table;
  readonly key: Key;
  readonly before: Item | undefined;
  readonly after: Item | undefined;
}

/** Makes a change and records it; as in DynamoDB, a write that changes nothing leaves no record. */
export const storeChange = (
  { stream }: Database,
  { table, key, before, after }: ItemChange,
): void => {
  replaceItem(table, key, before, after);
  if (!table.contract.stream) return;
  if (!after) {
    if (before) stream.push({ table: table.name, eventName: 'REMOVE', oldImage: before });
  } else if (!before) {
    stream.push({ table: table.name, eventName: 'INSERT', newImage: after });
  } else if (!equalValues(before, after)) {
    stream.push({ table: table.name, eventName: 'MODIFY', newImage: after, oldImage: before });
  }
};
