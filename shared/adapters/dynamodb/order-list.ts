import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { OrderFilter } from '../../application/ports/order-store.ts';
import { ORDER_INDEXES } from '../../contract/tables.ts';
import type { Tenant } from '../../domain/identity/tenant.ts';
import { effectiveState } from '../../domain/orders/effective-state.ts';
import { type Order, orderSchema } from '../../domain/orders/order.ts';
import { batchGet, KEYS_PER_CALL } from './batch-get.ts';
import { LIST_SHARD_NUMBERS, listKey } from './order-index-keys.ts';
import { ORDER_SK, orderPk } from './order-items.ts';

interface ListRequest {
  readonly tenant: Tenant;
  readonly filter: OrderFilter;
  readonly page: { limit: number; startingAfter?: string };
  readonly now: Date;
}

/** Orders looked at for one page at most; a rare filter continues on the next page. */
const MAX_EXAMINED = 1_000;
/** Orders looked at together: one read. */
const CHUNK = KEYS_PER_CALL;

/**
 * A merchant's orders, newest first. The index is spread over shards that are merged here; ids sort by creation time,
 * so that the last id of a page is its cursor.
 */
export const listOrders = async (
  documents: DynamoDBDocumentClient,
  table: string,
  { tenant, filter, page, now }: ListRequest,
): Promise<{ orders: Order[]; hasMore: boolean }> => {
  const found: Order[] = [];
  let cursor = page.startingAfter;
  let examined = 0;
  for (;;) {
    const ids = await newestIds(documents, table, tenant, cursor);
    const orders = await readOrders(documents, table, tenant, ids);
    for (const order of orders) {
      if (!matches(order, filter, now)) continue;
      if (found.length === page.limit) return { orders: found, hasMore: true };
      found.push(order);
    }
    examined += ids.length;
    cursor = ids.at(-1);
    if (ids.length < CHUNK) return { orders: found, hasMore: false };
    if (examined >= MAX_EXAMINED) return { orders: found, hasMore: true };
  }
};

const newestIds = async (
  documents: DynamoDBDocumentClient,
  table: string,
  tenant: Tenant,
  cursor: string | undefined,
): Promise<string[]> => {
  const { name, partitionKey, sortKey } = ORDER_INDEXES.list;
  const pages = await Promise.all(
    LIST_SHARD_NUMBERS.map((shard) =>
      documents.send(
        new QueryCommand({
          TableName: table,
          IndexName: name,
          KeyConditionExpression: cursor ? '#key = :key AND #at < :cursor' : '#key = :key',
          ExpressionAttributeNames: { '#key': partitionKey, ...(cursor ? { '#at': sortKey } : {}) },
          ExpressionAttributeValues: {
            ':key': listKey(tenant, shard),
            ...(cursor ? { ':cursor': cursor } : {}),
          },
          ScanIndexForward: false,
          Limit: CHUNK,
        }),
      ),
    ),
  );
  return pages
    .flatMap(({ Items = [] }) => Items.map((item) => String(item[sortKey])))
    .sort()
    .reverse()
    .slice(0, CHUNK);
};

const readOrders = async (
  documents: DynamoDBDocumentClient,
  table: string,
  tenant: Tenant,
  ids: readonly string[],
): Promise<Order[]> => {
  const items = await batchGet(documents, {
    tableName: table,
    keys: ids.map((id) => ({ pk: orderPk(tenant, id), sk: ORDER_SK })),
    consistent: false,
  });
  const orders = items.map((item) => orderSchema.parse(item));
  return orders.sort((a, b) => (a.id < b.id ? 1 : -1));
};

const matches = (order: Order, filter: OrderFilter, now: Date): boolean =>
  (filter.state === undefined || effectiveState(order, now) === filter.state) &&
  (filter.productId === undefined || order.product.id === filter.productId) &&
  (filter.contact === undefined || order.contact?.toLowerCase() === filter.contact.toLowerCase()) &&
  (filter.createdFrom === undefined || order.createdAt >= filter.createdFrom.toISOString()) &&
  (filter.createdTo === undefined || order.createdAt < filter.createdTo.toISOString());
