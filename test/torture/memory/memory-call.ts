import type { TableName } from '#shared/contract/tables.ts';
import type { Operation } from './operations.ts';
import { logicalName } from './storage/database.ts';

export type MemoryCallName =
  | 'Get'
  | 'Put'
  | 'Update'
  | 'Delete'
  | 'Query'
  | 'BatchGet'
  | 'BatchWrite'
  | 'TransactWrite';

/** What one `send` is about. */
export interface MemoryCall {
  readonly name: MemoryCallName;
  /** Logical names, each once. */
  readonly tables: readonly TableName[];
  readonly writes: boolean;
  /** Of the writes, in their order; none for reads. `sk` is empty in a table without a sort key. */
  readonly keys: readonly { readonly table: TableName; readonly pk: string; readonly sk: string }[];
}

/**
 * Decides when a call is executed and what its caller learns: the gate's promise is the caller's. `execute` does the
 * call synchronously, gives its answer or throws its refusal, and reads the call's input at that moment.
 *
 * It may never be called (the request was lost), and its answer may be kept back (the answer was lost). It may be
 * called more than once, as the SDK repeats a call: a transaction that happened does not happen again, because its
 * copies carry one token; every other write does.
 */
export type Gate = (call: MemoryCall, execute: () => unknown) => Promise<unknown>;

/** @throws ResourceNotFoundException when it names a table that does not exist */
export const describeCall = (operation: Operation, input: object): MemoryCall => {
  const tables: TableName[] = [];
  const keys: MemoryCall['keys'][number][] = [];
  for (const { TableName, key } of operation.targets(input as never)) {
    const table = logicalName(TableName);
    if (!tables.includes(table)) tables.push(table);
    if (key) keys.push({ table, pk: String(key.pk), sk: String(key.sk ?? '') });
  }
  return { name: operation.name, tables, writes: keys.length > 0, keys };
};
