import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, paginateQuery, paginateScan } from '@aws-sdk/lib-dynamodb';
import type { RunningStack } from '#infra/local/start-local-stack.ts';
import {
  DOCUMENT_CLIENT_OPTIONS,
  DYNAMODB_CLIENT_OPTIONS,
} from '#shared/adapters/dynamodb/client.ts';
import { MERCHANT_INDEXES, ORDER_INDEXES, WORK_SHARDS } from '#shared/contract/tables.ts';
import type { ItemsOf } from '../invariants/stored-state.ts';

export type Item = Readonly<Record<string, unknown>>;
type Table = Parameters<ItemsOf>[0];

const TABLES: readonly Table[] = ['orders', 'inventory', 'channels', 'merchants'];
const LOCAL_CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local' };

/** The stack's tables, read past everything that is being tested. */
export interface Tables {
  /** Every item of every table, as it is now. */
  scan(): Promise<ItemsOf>;
  /** Every item of one partition. */
  partition(table: Table, pk: string): Promise<Item[]>;
  /** Rows that say that they want to be looked at again, with when. */
  work(): Promise<Item[]>;
  close(): void;
}

export const tablesOf = ({ emulators }: RunningStack): Tables => {
  const client = new DynamoDBClient({
    ...DYNAMODB_CLIENT_OPTIONS,
    endpoint: emulators.dynamoDbEndpoint,
    region: emulators.region,
    credentials: LOCAL_CREDENTIALS,
  });
  const documents = DynamoDBDocumentClient.from(client, DOCUMENT_CLIENT_OPTIONS);
  const nameOf = (table: Table): string => {
    const name = emulators.tables.find((one) => new RegExp(`${table}table`, 'i').test(one));
    if (!name) throw new Error(`the stack has no table ${table}`);
    return name;
  };
  const scanOne = async (table: Table): Promise<Item[]> => {
    const items: Item[] = [];
    const pages = paginateScan(
      { client: documents },
      { TableName: nameOf(table), ConsistentRead: true },
    );
    for await (const { Items = [] } of pages) items.push(...Items);
    return items;
  };
  const workOf = async (table: Table, { name, partitionKey }: typeof ORDER_INDEXES.work) => {
    const rows: Item[] = [];
    for (let shard = 0; shard < WORK_SHARDS; shard += 1) {
      const pages = paginateQuery(
        { client: documents },
        {
          TableName: nameOf(table),
          IndexName: name,
          KeyConditionExpression: '#key = :key',
          ExpressionAttributeNames: { '#key': partitionKey },
          ExpressionAttributeValues: { ':key': `work#${shard}` },
        },
      );
      for await (const { Items = [] } of pages) rows.push(...Items);
    }
    return rows;
  };
  return {
    scan: async () => {
      const found = new Map<Table, Item[]>();
      for (const table of TABLES) found.set(table, await scanOne(table));
      return (table) => found.get(table) ?? [];
    },
    partition: async (table, pk) => {
      const items: Item[] = [];
      const pages = paginateQuery(
        { client: documents },
        {
          TableName: nameOf(table),
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': pk },
          ConsistentRead: true,
        },
      );
      for await (const { Items = [] } of pages) items.push(...Items);
      return items;
    },
    work: async () => [
      ...(await workOf('orders', ORDER_INDEXES.work)),
      ...(await workOf('merchants', MERCHANT_INDEXES.work)),
    ],
    close: () => client.destroy(),
  };
};
