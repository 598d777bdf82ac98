import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  DynamoDBDocumentClient,
  paginateQuery,
  paginateScan,
  type QueryCommandInput,
} from '@aws-sdk/lib-dynamodb';
import {
  DOCUMENT_CLIENT_OPTIONS,
  DYNAMODB_CLIENT_OPTIONS,
} from '#shared/adapters/dynamodb/client.ts';
import { MERCHANT_INDEXES, ORDER_INDEXES, WORK_SHARDS } from '#shared/contract/tables.ts';
import type { Journey } from '#test/journeys/support/stack.ts';
import type { ItemsOf } from '../invariants/stored-state.ts';

export type Item = Readonly<Record<string, unknown>>;
type Table = Parameters<ItemsOf>[0];

const TABLES: readonly Table[] = ['orders', 'inventory', 'channels', 'merchants'];
const LOCAL_CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local' };

/**
 * Reads the stack's tables past everything that is being tested, while it runs. The shop window that shows every channel is
 * another merchant, and nobody tortures it.
 */
export const readTables = async <Result>(
  { stack: { emulators }, demo }: Pick<Journey, 'stack' | 'demo'>,
  read: (tables: Tables) => Promise<Result>,
): Promise<Result> => {
  const client = new DynamoDBClient({
    ...DYNAMODB_CLIENT_OPTIONS,
    endpoint: emulators.dynamoDbEndpoint,
    region: emulators.region,
    credentials: LOCAL_CREDENTIALS,
  });
  try {
    const documents = DynamoDBDocumentClient.from(client, DOCUMENT_CLIENT_OPTIONS);
    return await read(
      new Tables(documents, { names: emulators.tables, leftOut: demo.showcase?.merchantId }),
    );
  } finally {
    client.destroy();
  }
};

export class Tables {
  readonly #documents: DynamoDBDocumentClient;
  readonly #names: readonly string[];

  readonly #leftOut: string | undefined;

  constructor(
    documents: DynamoDBDocumentClient,
    options: {
      readonly names: readonly string[];
      /** A merchant whose rows are as if they were not there. */
      readonly leftOut: string | undefined;
    },
  ) {
    this.#documents = documents;
    this.#names = options.names;
    this.#leftOut = options.leftOut;
  }

  /** Every item of every table, as it is now. */
  async scan(): Promise<ItemsOf> {
    const found = new Map<Table, Item[]>();
    for (const table of TABLES) {
      const items: Item[] = [];
      const pages = paginateScan(
        { client: this.#documents },
        { TableName: this.#nameOf(table), ConsistentRead: true },
      );
      for await (const { Items = [] } of pages) items.push(...this.#counted(Items));
      found.set(table, items);
    }
    return (table) => found.get(table) ?? [];
  }

  /** Every item of one partition. */
  partition(table: Table, pk: string): Promise<Item[]> {
    return this.#query(table, {
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': pk },
      ConsistentRead: true,
    });
  }

  /** Rows that say that they want to be looked at again, with when. */
  async work(): Promise<Item[]> {
    const rows: Item[] = [];
    for (const [table, { name, partitionKey }] of [
      ['orders', ORDER_INDEXES.work],
      ['merchants', MERCHANT_INDEXES.work],
    ] as const)
      for (let shard = 0; shard < WORK_SHARDS; shard += 1)
        rows.push(
          ...(await this.#query(table, {
            IndexName: name,
            KeyConditionExpression: '#key = :key',
            ExpressionAttributeNames: { '#key': partitionKey },
            ExpressionAttributeValues: { ':key': `work#${shard}` },
          })),
        );
    return rows;
  }

  async #query(table: Table, input: Omit<QueryCommandInput, 'TableName'>): Promise<Item[]> {
    const items: Item[] = [];
    const pages = paginateQuery(
      { client: this.#documents },
      { ...input, TableName: this.#nameOf(table) },
    );
    for await (const { Items = [] } of pages) items.push(...this.#counted(Items));
    return items;
  }

  #counted(items: readonly Item[]): readonly Item[] {
    const other = this.#leftOut;
    return other === undefined ? items : items.filter(({ pk }) => !String(pk).includes(other));
  }

  #nameOf(table: Table): string {
    const name = this.#names.find((one) => new RegExp(`${table}table`, 'i').test(one));
    if (!name) throw new Error(`the stack has no table ${table}`);
    return name;
  }
}
