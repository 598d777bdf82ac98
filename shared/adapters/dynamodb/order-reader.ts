import { type DynamoDBDocumentClient, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { OrderAggregate, OrderStore } from '../../application/ports/order-store.ts';
import { callbackTraceSchema } from '../../domain/callbacks/notification.ts';
import type { Tenant } from '../../domain/identity/tenant.ts';
import type { Attempt } from '../../domain/orders/attempt.ts';
import type { Order } from '../../domain/orders/order.ts';
import type { Refund } from '../../domain/refunds/refund.ts';
import type { Card } from '../../domain/stock/card.ts';
import type { Sealed } from '../../domain/stock/sealed.ts';
import { expiredHolds, waitingOrders } from './order-holds.ts';
import { orderPk, parseOrderRow, tracePk } from './order-items.ts';
import { listOrders } from './order-list.ts';
import { listRefunds } from './refund-list.ts';

export type OrderReader = Pick<
  OrderStore,
  'load' | 'traces' | 'trace' | 'list' | 'listRefunds' | 'waiting' | 'expiredHolds'
>;

/** The reading half of the order store. */
export const dynamoOrderReader = (
  documents: DynamoDBDocumentClient,
  ordersTable: string,
): OrderReader => ({
  load: (tenant, orderId) => load(documents, ordersTable, tenant, orderId),
  traces: async (tenant, orderId, { limit, startingAfter }) => {
    const result = await documents.send(
      new QueryCommand({
        TableName: ordersTable,
        KeyConditionExpression: startingAfter ? 'pk = :pk AND sk < :after' : 'pk = :pk',
        ExpressionAttributeValues: {
          ':pk': tracePk(tenant, orderId),
          ...(startingAfter ? { ':after': startingAfter } : {}),
        },
        ScanIndexForward: false,
        Limit: limit + 1,
      }),
    );
    const traces = (result.Items ?? []).map((item) => callbackTraceSchema.parse(item));
    return {
      traces: traces.slice(0, limit),
      hasMore: traces.length > limit || result.LastEvaluatedKey !== undefined,
    };
  },
  trace: async (tenant, orderId, callbackId) => {
    const { Item } = await documents.send(
      new GetCommand({
        TableName: ordersTable,
        Key: { pk: tracePk(tenant, orderId), sk: callbackId },
      }),
    );
    return Item ? callbackTraceSchema.parse(Item) : undefined;
  },
  list: (tenant, filter, page, now) =>
    listOrders(documents, ordersTable, { tenant, filter, page, now }),
  listRefunds: (tenant, page) => listRefunds(documents, ordersTable, tenant, page),
  waiting: (tenant, productId, limit) =>
    waitingOrders(documents, ordersTable, { tenant, productId, limit }),
  expiredHolds: (tenant, productId, now, limit) =>
    expiredHolds(documents, ordersTable, { tenant, productId, now, limit }),
});

const load = async (
  documents: DynamoDBDocumentClient,
  ordersTable: string,
  tenant: Tenant,
  orderId: string,
): Promise<OrderAggregate | undefined> => {
  const { Items = [], LastEvaluatedKey } = await documents.send(
    new QueryCommand({
      TableName: ordersTable,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': orderPk(tenant, orderId) },
      ConsistentRead: true,
    }),
  );
  if (LastEvaluatedKey) throw new Error(`order ${orderId} does not fit one page`);
  let order: Order | undefined;
  const attempts: Attempt[] = [];
  const refunds: Refund[] = [];
  let cards: readonly Card[] = [];
  let manualContent: Sealed | undefined;
  for (const item of Items) {
    const row = parseOrderRow(item);
    if (row.kind === 'order') order = row.order;
    else if (row.kind === 'attempt') attempts.push(row.attempt);
    else if (row.kind === 'refund') refunds.push(row.refund);
    else if (row.kind === 'cards') cards = row.cards;
    else if (row.kind === 'content') manualContent = row.content;
  }
  return order && { order, attempts, refunds, cards, manualContent };
};
