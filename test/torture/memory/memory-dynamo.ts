import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { TableName } from '#shared/contract/tables.ts';
import { describeCall, type Gate } from './memory-call.ts';
import { operationOf } from './operations.ts';
import { METADATA } from './refusals.ts';
import {
  type ChangeRecord,
  createDatabase,
  type Database,
  TABLE_NAMES,
} from './storage/database.ts';
import { itemsOf } from './storage/table.ts';
import type { Item } from './values/copy-value.ts';

/** DynamoDB with the contract's tables in this process, for millions of calls of our adapters. */
export interface MemoryDynamo {
  /**
   * A client that our adapters accept; every `send` goes through the gate. Without one it is executed at once. A batch
   * of writes for which `inPart` says yes leaves its last ones unprocessed.
   */
  client(gate?: Gate, inPart?: () => boolean): DynamoDBDocumentClient;
  /** Physical names. */
  readonly tables: Readonly<Record<TableName, string>>;
  /** All of a table, by partition and sort key: the stored items themselves, which never change. */
  items(table: TableName): readonly Item[];
  /** Changes of the tables whose contract has a stream, in the order of writing. */
  readonly stream: readonly ChangeRecord[];
}

/**
 * Makes an empty one. It does what DynamoDB does with the commands and expressions that our adapters send, and refuses
 * whatever it does not know. Unlike DynamoDB's, its indexes are never behind, its pages and items have no size, its
 * batches are read whole, its words are not reserved, and nothing expires.
 */
export const createMemoryDynamo = (): MemoryDynamo => {
  const database = createDatabase();
  return {
    client: (gate, inPart) => createClient(database, gate, inPart),
    tables: TABLE_NAMES,
    items: (table) => itemsOf(database.tables[table]),
    stream: database.stream,
  };
};

/** The SDK's paginators ask for an instance of its own class; whatever else that has stays out. */
const createClient = (
  database: Database,
  gate: Gate | undefined,
  inPart?: () => boolean,
): DynamoDBDocumentClient =>
  Object.assign(Object.create(DynamoDBDocumentClient.prototype), {
    send: async (command: { readonly input: object }) => {
      const operation = operationOf(command);
      const { input } = command;
      const run = () => ({
        $metadata: METADATA,
        ...operation.run(database, input as never, inPart),
      });
      const execute = operation.name === 'TransactWrite' ? once(run) : run;
      return gate ? gate(describeCall(operation, input), execute) : execute();
    },
  });

/** Remembers a success, not a failure. */
const once = (run: () => object): (() => object) => {
  let answer: object | undefined;
  return () => {
    answer ??= run();
    return answer;
  };
};
