import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { ORDER_INDEXES } from '../../contract/tables.ts';
import type { Tenant } from '../../domain/identity/tenant.ts';
import { HOLD_SHARD_NUMBERS, holdKey, waitingKey } from './order-index-keys.ts';
import { ownerOf } from './order-items.ts';

/** Orders whose hold on a product's cards ended before `now`, the oldest of each shard first. */
export const expiredHolds = async (
  documents: DynamoDBDocumentClient,
  table: string,
  {
    tenant,
    productId,
    now,
    limit,
  }: { tenant: Tenant; productId: string; now: Date; limit: number },
): Promise<string[]> => {
  const { name, partitionKey, sortKey } = ORDER_INDEXES.holds;
  const pages = await Promise.all(
    HOLD_SHARD_NUMBERS.map((shard) =>
      documents.send(
        new QueryCommand({
          TableName: table,
          IndexName: name,
          KeyConditionExpression: '#key = :key AND #until <= :now',
          ExpressionAttributeNames: { '#key': partitionKey, '#until': sortKey },
          ExpressionAttributeValues: {
            ':key': holdKey(tenant, productId, shard),
            ':now': now.toISOString(),
          },
          Limit: limit,
        }),
      ),
    ),
  );
  return pages
    .flatMap(({ Items = [] }) => Items)
    .map((item) => ownerOf(String(item.pk)).orderId)
    .slice(0, limit);
};

/** Paid orders that wait for a product's cards, the first to pay first. */
export const waitingOrders = async (
  documents: DynamoDBDocumentClient,
  table: string,
  { tenant, productId, limit }: { tenant: Tenant; productId: string; limit: number },
): Promise<string[]> => {
  const { name, partitionKey } = ORDER_INDEXES.holds;
  const { Items = [] } = await documents.send(
    new QueryCommand({
      TableName: table,
      IndexName: name,
      KeyConditionExpression: '#key = :key',
      ExpressionAttributeNames: { '#key': partitionKey },
      ExpressionAttributeValues: { ':key': waitingKey(tenant, productId) },
      Limit: limit,
    }),
  );
  return Items.map((item) => ownerOf(String(item.pk)).orderId);
};
