import { type DynamoDBDocumentClient, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { OpenWork, WorkStore } from '../../application/ports/order-store.ts';
import { ORDER_INDEXES } from '../../contract/tables.ts';
import type { Tenant } from '../../domain/identity/tenant.ts';
import type { Backoff } from '../retry/backoff.ts';
import { batchWrite } from './batch-write.ts';
import { WORK_SHARD_NUMBERS, waitingWorkKey, workKey } from './order-index-keys.ts';
import { attemptIdOfSk, ownerOf, parseOrderRow, refundIdOfSk, workKindOf } from './order-items.ts';

/** Orders that wait for cards looked at in one run; a page of keys holds as many. */
const WAITING_PER_SHARD = 1_000;

/** The sweeper's and the relay's view of the orders table. */
export const dynamoWorkStore = (
  documents: DynamoDBDocumentClient,
  table: string,
  backoff?: Backoff,
): WorkStore => ({
  overdue: async (before, limitPerShard) => {
    const { name, partitionKey, sortKey } = ORDER_INDEXES.work;
    const pages = await Promise.all(
      WORK_SHARD_NUMBERS.map((shard) =>
        documents.send(
          new QueryCommand({
            TableName: table,
            IndexName: name,
            KeyConditionExpression: '#key = :key AND #at <= :before',
            ExpressionAttributeNames: { '#key': partitionKey, '#at': sortKey },
            ExpressionAttributeValues: { ':key': workKey(shard), ':before': before.toISOString() },
            Limit: limitPerShard,
          }),
        ),
      ),
    );
    const keys = pages.flatMap(({ Items = [] }) => Items);
    const work = await Promise.all(
      keys.map((key) => readWork(documents, table, { pk: String(key.pk), sk: String(key.sk) })),
    );
    return work.filter((one) => one !== undefined);
  },
  productsWaitedFor: async () => {
    const { name, partitionKey, sortKey } = ORDER_INDEXES.work;
    const products = new Map<string, { tenant: Tenant; productId: string }>();
    await Promise.all(
      WORK_SHARD_NUMBERS.map(async (shard) => {
        const { Items = [] } = await documents.send(
          new QueryCommand({
            TableName: table,
            IndexName: name,
            KeyConditionExpression: '#key = :key',
            ExpressionAttributeNames: { '#key': partitionKey },
            ExpressionAttributeValues: { ':key': waitingWorkKey(shard) },
            Limit: WAITING_PER_SHARD,
          }),
        );
        for (const item of Items) {
          const [productId = ''] = String(item[sortKey]).split('#');
          products.set(productId, { tenant: ownerOf(String(item.pk)).tenant, productId });
        }
      }),
    );
    return [...products.values()];
  },
  removeOutbox: (entries) => {
    const deletes = entries.map(({ key }) => ({ DeleteRequest: { Key: { ...key } } }));
    return batchWrite(documents, table, deletes, backoff);
  },
});

const readWork = async (
  documents: DynamoDBDocumentClient,
  table: string,
  key: { pk: string; sk: string },
): Promise<OpenWork | undefined> => {
  const { tenant, orderId } = ownerOf(key.pk);
  switch (workKindOf(key.sk)) {
    case 'order':
      return { kind: 'order', tenant, orderId };
    case 'attempt':
      return { kind: 'attempt', tenant, attemptId: attemptIdOfSk(key.sk) };
    case 'refund':
      return { kind: 'refund', tenant, refundId: refundIdOfSk(key.sk) };
    case 'outbox': {
      const { Item } = await documents.send(
        new GetCommand({ TableName: table, Key: key, ConsistentRead: true }),
      );
      const row = Item && parseOrderRow(Item);
      return row?.kind === 'outbox'
        ? {
            kind: 'outbox',
            entry: { key, events: row.outbox.events, followUps: row.outbox.followUps },
          }
        : undefined;
    }
    case undefined:
      return undefined;
  }
};
