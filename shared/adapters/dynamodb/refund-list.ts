import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { ORDER_INDEXES } from '../../contract/tables.ts';
import type { Tenant } from '../../domain/identity/tenant.ts';
import { type Refund, refundSchema } from '../../domain/refunds/refund.ts';
import { batchGet } from './batch-get.ts';
import { refundListKey } from './order-index-keys.ts';
import { refundIdOfSk, refundKey } from './order-items.ts';

/** A tenant's refunds, newest first: those of a newer order before those of an older one. */
export const listRefunds = async (
  documents: DynamoDBDocumentClient,
  table: string,
  tenant: Tenant,
  { limit, startingAfter }: { limit: number; startingAfter?: string },
): Promise<{ refunds: Refund[]; hasMore: boolean }> => {
  const { name, partitionKey, sortKey } = ORDER_INDEXES.list;
  const { Items = [] } = await documents.send(
    new QueryCommand({
      TableName: table,
      IndexName: name,
      KeyConditionExpression: startingAfter ? '#key = :key AND #at < :after' : '#key = :key',
      ExpressionAttributeNames: {
        '#key': partitionKey,
        ...(startingAfter ? { '#at': sortKey } : {}),
      },
      ExpressionAttributeValues: {
        ':key': refundListKey(tenant),
        ...(startingAfter ? { ':after': startingAfter } : {}),
      },
      ScanIndexForward: false,
      Limit: limit + 1,
    }),
  );
  const ids = Items.slice(0, limit).map(({ sk }) => refundIdOfSk(String(sk)));
  const items = await batchGet(documents, {
    tableName: table,
    keys: ids.map((id) => refundKey(tenant, id)),
    consistent: false,
  });
  const byId = new Map(items.map((item) => [String(item.id), refundSchema.parse(item)]));
  return {
    refunds: ids.flatMap((id) => byId.get(id) ?? []),
    hasMore: Items.length > limit,
  };
};
