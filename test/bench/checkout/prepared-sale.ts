import type { SendMessageBatchCommandInput } from '@aws-sdk/client-sqs';
import {
  type BatchGetCommandInput,
  type BatchWriteCommandInput,
  type DynamoDBDocumentClient,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { attemptSk, orderPk } from '#shared/adapters/dynamodb/order-items.ts';
import { changeWrites, type OrderTables } from '#shared/adapters/dynamodb/order-writes.ts';
import { followUpMessages } from '#shared/application/orders/follow-up.ts';
import { merchantEvents } from '#shared/application/orders/merchant-events.ts';
import { presentOrder } from '#shared/application/orders/present-order.ts';
import type { OrderChange } from '#shared/application/ports/order-store.ts';
import type { CallbackMessage } from '#shared/contract/queues.ts';
import { providerOrderNumberOf } from '#shared/domain/identity/ids.ts';
import { tenantKey } from '#shared/domain/identity/tenant.ts';
import type { Attempt } from '#shared/domain/orders/attempt.ts';
import { decide } from '#shared/domain/orders/decide.ts';
import type { OrderChanged } from '#shared/domain/orders/decision.ts';
import type { Order } from '#shared/domain/orders/order.ts';
import type { OrderEvent } from '#shared/domain/orders/order-event.ts';
import type { Product } from '#shared/domain/products/product.ts';
import type { Card } from '#shared/domain/stock/card.ts';
import { systemRuntime } from '#shared/platform/runtime.ts';
import { aCard, anAttempt, anOrder, CHANNEL_A } from '#test/support/builders.ts';

/** A prepared call, which only has to be sent. */
type DynamoCall = (documents: DynamoDBDocumentClient) => Promise<unknown>;

/** A sale's calls to AWS with everything decided beforehand, so that running them measures the calls alone. */
export interface PreparedSale {
  readonly card: Card;
  /** Each is a call to DynamoDB, or a message to the queue of callbacks. */
  readonly steps: readonly (DynamoCall | { readonly callback: string })[];
  readonly events: readonly Record<string, unknown>[];
  readonly outbox: Record<string, string>;
  readonly followUps: readonly string[];
  /** The item that a follow-up looks at fifteen seconds later, to find the payment done. */
  readonly peeked: Record<string, string>;
}

export interface PreparedTables extends OrderTables {
  readonly idempotency: string;
  readonly merchants: string;
}

const WINDOW = 18;
/** Follow-ups handled together. */
const FOLLOW_UP_BATCH = 10;

/**
 * The same decisions, items and conditions as the product writes, for one sale of one card.
 * @param earlyReads how often the buyer's page looked before the card was there
 */
export const prepareSale = (
  tables: PreparedTables,
  product: Product,
  index: number,
  earlyReads = 0,
): PreparedSale => {
  const card = aCard(index, {
    sealed: { wrappedKey: new Uint8Array(60), data: new Uint8Array(60) },
  });
  const created = anOrder({}, product);
  const attempt = anAttempt(created, {
    state: 'pending',
    routingReasons: ['It is a main channel.', 'No other channel shares its priority.'],
    nextAction: { kind: 'redirect', url: `https://gateway.example/submit.php?${'x'.repeat(400)}` },
  });
  const started = change(created, [], { kind: 'attempt_started', attempt });
  const message = callbackMessage(created, attempt);
  const paid = change(started.order, [attempt], {
    kind: 'payment_reported',
    attemptId: attempt.id,
    channelId: CHANNEL_A,
    status: 'succeeded',
    amount: created.amount,
    providerReference: 'P1',
    source: 'notification',
  });
  const events = merchantEvents(systemRuntime, paid);
  const write = (changed: OrderChange): DynamoCall => {
    const command = new TransactWriteCommand({
      TransactItems: changeWrites(tables, changed).map(({ write: one }) => one),
    });
    return (documents) => documents.send(command);
  };
  const followUpsOf = ({ order, followUps }: OrderChanged) =>
    followUpMessages(order, followUps, new Date(order.updatedAt));
  const readOrder = () => query(tables.orders, orderPk(created.tenant, created.id));
  const key = { pk: `sale-${created.id}` };
  const claimKey = new PutCommand({
    TableName: tables.idempotency,
    Item: { ...key, status: 'INPROGRESS', validation: 'x'.repeat(64) },
    ConditionExpression: 'attribute_not_exists(pk)',
  });
  const keepReply = new UpdateCommand({
    TableName: tables.idempotency,
    Key: key,
    UpdateExpression: 'SET #data = :data, #status = :done',
    ExpressionAttributeNames: { '#data': 'data', '#status': 'status' },
    ExpressionAttributeValues: {
      ':data': JSON.stringify(
        presentOrder(
          { order: created, attempts: [], refunds: [] },
          undefined,
          new Date(created.createdAt),
        ),
      ),
      ':done': 'COMPLETED',
    },
  });
  const paidChange: OrderChange = {
    ...paid,
    cards: undefined,
    followUps: followUpsOf(paid),
    previousVersion: started.order.version,
    events,
    trace: {
      ...message,
      effect: 'applied',
      effectDetail: paid.detail,
      appliedAt: created.createdAt,
    },
  };
  return {
    card,
    steps: [
      (documents) => documents.send(claimKey),
      query(tables.inventory, `${tenantKey(product.tenant)}#${product.id}#0`, WINDOW),
      write({ order: created, previousVersion: 0, cards: { kind: 'take', cards: [card] } }),
      (documents) => documents.send(keepReply),
      readOrder(),
      write({ ...started, cards: undefined, followUps: followUpsOf(started), previousVersion: 1 }),
      { callback: JSON.stringify(message, plain) },
      ...Array.from({ length: earlyReads }, readOrder),
      readOrder(),
      write(paidChange),
      readOrder(),
    ],
    events: events.map((event) => ({
      pk: `${tenantKey(product.tenant)}#events`,
      sk: event.id,
      event,
    })),
    outbox: {
      pk: orderPk(created.tenant, created.id),
      sk: `OUTBOX#${String(paid.order.version).padStart(6, '0')}`,
    },
    peeked: { pk: orderPk(created.tenant, created.id), sk: attemptSk(attempt.id) },
    followUps: [
      JSON.stringify({
        kind: 'look_at_order',
        tenant: product.tenant,
        orderId: created.id,
        dueAt: created.expiresAt,
      }),
      JSON.stringify({
        kind: 'query_attempt',
        tenant: product.tenant,
        orderId: created.id,
        attemptId: attempt.id,
        dueAt: created.expiresAt,
      }),
    ],
  };
};

const plain = (_key: string, value: unknown): unknown =>
  typeof value === 'bigint' ? Number(value) : value;

const change = (order: Order, attempts: readonly Attempt[], event: OrderEvent) => {
  const decision = decide(
    {
      order,
      attempts,
      refunds: [],
      now: new Date(order.createdAt),
      stock: 'unasked',
      policies: 'unasked',
    },
    event,
  );
  if (decision.kind !== 'change')
    throw new Error(`the prepared sale was not decided: ${decision.kind}`);
  return decision;
};

const query = (table: string, pk: string, limit?: number): DynamoCall => {
  const command = new QueryCommand({
    TableName: table,
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': pk },
    ConsistentRead: true,
    Limit: limit,
  });
  return (documents) => documents.send(command);
};

const callbackMessage = (order: Order, attempt: Attempt): CallbackMessage => ({
  id: systemRuntime.newId('callback'),
  tenant: order.tenant,
  channelId: CHANNEL_A,
  provider: 'epay',
  receivedAt: order.createdAt,
  httpMethod: 'GET',
  query: 'x'.repeat(220),
  contentType: '',
  body: '',
  confirm: false,
  notification: {
    kind: 'payment',
    attemptId: attempt.id,
    providerOrderNumber: providerOrderNumberOf(attempt.id),
    providerReference: `T${providerOrderNumberOf(attempt.id)}`,
    status: 'succeeded',
    providerStatus: 'TRADE_SUCCESS',
    amount: order.amount,
  },
});

/** What the relay and, later, the follow-ups do for a batch of sales, as calls. */
export const relayCalls = (
  tables: PreparedTables,
  sales: readonly PreparedSale[],
): {
  writes: BatchWriteCommandInput[];
  messages: SendMessageBatchCommandInput['Entries'][];
  peeks: BatchGetCommandInput[];
} => {
  const events = sales.flatMap((sale) => sale.events);
  const bodies = [
    ...sales.flatMap((sale) => sale.followUps),
    ...sales.map((sale) => JSON.stringify({ kind: 'fan_out', events: sale.events }, plain)),
  ];
  const chunk = <Item>(items: readonly Item[], size: number): Item[][] =>
    Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
      items.slice(index * size, (index + 1) * size),
    );
  return {
    writes: [
      ...chunk(events, 25).map((items) => ({
        RequestItems: { [tables.merchants]: items.map((Item) => ({ PutRequest: { Item } })) },
      })),
      ...chunk(sales, 25).map((items) => ({
        RequestItems: {
          [tables.orders]: items.map(({ outbox }) => ({ DeleteRequest: { Key: outbox } })),
        },
      })),
    ],
    peeks: chunk(sales, FOLLOW_UP_BATCH).map((items) => ({
      RequestItems: {
        [tables.orders]: { Keys: items.map(({ peeked }) => peeked), ConsistentRead: true },
      },
    })),
    messages: chunk(bodies, 10).map((items) =>
      items.map((MessageBody, index) => ({ Id: String(index), MessageBody })),
    ),
  };
};
