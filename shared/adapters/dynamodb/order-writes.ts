import type { OrderChange, RecordOutcome } from '../../application/ports/order-store.ts';
import type { CallbackTrace } from '../../domain/callbacks/notification.ts';
import { notifiedOrder } from '../../domain/callbacks/notified-order.ts';
import type { Tenant } from '../../domain/identity/tenant.ts';
import type { Attempt } from '../../domain/orders/attempt.ts';
import type { Refund } from '../../domain/refunds/refund.ts';
import { holdNoteWrite } from './buyer-holds.ts';
import { releaseCapWrite, reserveCapWrite, takeTurnWrite } from './cap-writes.ts';
import { giveBackCardWrite, takeCardWrite } from './card-writes.ts';
import {
  attemptItem,
  CARDS_SK,
  CONTENT_SK,
  orderItem,
  orderPk,
  outboxItem,
  refundItem,
  tracePk,
} from './order-items.ts';
import { productKey } from './product-items.ts';
import type { GuardedWrite, TransactionWrite } from './transaction.ts';

export type Refusal = Exclude<RecordOutcome, { kind: 'recorded' | 'contended' }>;

export interface OrderTables {
  readonly orders: string;
  readonly inventory: string;
  readonly channels: string;
}

const ORDER_CHANGED: Refusal = { kind: 'order_changed' };
const HOLDS_TOO_MUCH: Refusal = { kind: 'holds_too_much' };
const CARDS_TAKEN: Refusal = { kind: 'cards_taken' };

/** The item is new: nobody wrote under this key before. */
const IS_NEW = 'attribute_not_exists(pk)';
/** The item is the one the decision was made on. */
const IS_UNCHANGED = '#version = :previous';
/** The item is still there. */
const EXISTS = 'attribute_exists(pk)';

const put = (
  table: string,
  item: Record<string, unknown>,
  previousVersion: number,
): TransactionWrite => ({
  Put: {
    TableName: table,
    Item: item,
    ...(previousVersion === 0
      ? { ConditionExpression: IS_NEW }
      : {
          ConditionExpression: IS_UNCHANGED,
          ExpressionAttributeNames: { '#version': 'version' },
          ExpressionAttributeValues: { ':previous': previousVersion },
        }),
  },
});

export const attemptWrite = (
  tables: OrderTables,
  tenant: Tenant,
  attempt: Attempt,
): GuardedWrite<Refusal> => ({
  write: put(tables.orders, attemptItem(tenant, attempt), attempt.version - 1),
  refusal: ORDER_CHANGED,
});

export const refundWrite = (
  tables: OrderTables,
  tenant: Tenant,
  refund: Refund,
): GuardedWrite<Refusal> => ({
  write: put(tables.orders, refundItem(tenant, refund), refund.version - 1),
  refusal: ORDER_CHANGED,
});

export const traceItem = (trace: CallbackTrace): Record<string, unknown> => ({
  pk: tracePk(
    trace.tenant,
    trace.effect === 'unmatched' ? undefined : notifiedOrder(trace.notification),
  ),
  sk: trace.id,
  ...trace,
});

/** Every write of one change, in the order in which a refusal is most telling. */
export const changeWrites = (tables: OrderTables, change: OrderChange): GuardedWrite<Refusal>[] => [
  {
    write: put(tables.orders, orderItem(change.order), change.previousVersion),
    refusal: ORDER_CHANGED,
  },
  ...(change.attempts ?? []).map((attempt) => attemptWrite(tables, change.order.tenant, attempt)),
  ...(change.refunds ?? []).map((refund) => refundWrite(tables, change.order.tenant, refund)),
  ...cardWrites(tables, change),
  ...waitWrites(tables, change),
  ...(change.holdNotes ?? []).map((note) => ({
    write: holdNoteWrite(
      tables.inventory,
      { tenant: change.order.tenant, productId: change.order.product.id },
      note,
    ),
    refusal: HOLDS_TOO_MUCH,
  })),
  ...(change.caps ?? []).map((move) => capWrite(tables, change.order.tenant, move)),
  ...sideWrites(tables, change),
];

const cardWrites = (
  tables: OrderTables,
  { order, cards }: OrderChange,
): GuardedWrite<Refusal>[] => {
  if (!cards) return [];
  const pk = orderPk(order.tenant, order.id);
  const remove: GuardedWrite<Refusal> = {
    write: {
      Delete: { TableName: tables.orders, Key: { pk, sk: CARDS_SK }, ConditionExpression: EXISTS },
    },
    refusal: ORDER_CHANGED,
  };
  const keep = (kept: readonly unknown[]): GuardedWrite<Refusal> => ({
    write: {
      Put: {
        TableName: tables.orders,
        Item: { pk, sk: CARDS_SK, cards: kept },
        ConditionExpression: IS_NEW,
      },
    },
    refusal: ORDER_CHANGED,
  });
  switch (cards.kind) {
    case 'take':
      return [
        keep(cards.cards),
        ...cards.cards.map((card) => ({
          write: takeCardWrite(tables.inventory, order.tenant, order.product.id, card),
          refusal: CARDS_TAKEN,
        })),
      ];
    case 'copy':
      return [keep(cards.cards)];
    case 'give_back':
      return [
        remove,
        ...cards.cards.map((card) => ({
          write: giveBackCardWrite(tables.inventory, order.tenant, order.product.id, card),
          refusal: ORDER_CHANGED,
        })),
      ];
    case 'drop_copies':
      return [remove];
  }
};

/** The product counts the units that paid orders wait for: buyers who come later leave so many cards alone. */
const waitWrites = (tables: OrderTables, { order, wait }: OrderChange): GuardedWrite<Refusal>[] =>
  wait
    ? [
        {
          write: {
            Update: {
              TableName: tables.inventory,
              Key: productKey(order.tenant, order.product.id),
              UpdateExpression: 'ADD waitingUnits :units',
              ConditionExpression: EXISTS,
              ExpressionAttributeValues: {
                ':units': wait.kind === 'begins' ? wait.units : -wait.units,
              },
            },
          },
          refusal: ORDER_CHANGED,
        },
      ]
    : [];

export const capWrite = (
  tables: OrderTables,
  tenant: Tenant,
  move: NonNullable<OrderChange['caps']>[number],
): GuardedWrite<Refusal> => {
  const refusal: Refusal = { kind: 'cap_reached', channelId: move.channelId };
  switch (move.kind) {
    case 'reserve':
      return { write: reserveCapWrite(tables.channels, tenant, move), refusal };
    case 'take_turn':
      return { write: takeTurnWrite(tables.channels, tenant, move), refusal };
    case 'release':
      return {
        write: releaseCapWrite(tables.channels, tenant, move),
        refusal: ORDER_CHANGED,
      };
  }
};

const sideWrites = (tables: OrderTables, change: OrderChange): GuardedWrite<Refusal>[] => {
  const { order, events = [], followUps = [], trace, manualContent } = change;
  const pk = orderPk(order.tenant, order.id);
  const items = [
    ...(events.length + followUps.length > 0
      ? [outboxItem(order, { events, followUps }, new Date(order.updatedAt))]
      : []),
    ...(manualContent ? [{ pk, sk: CONTENT_SK, content: manualContent }] : []),
    ...(trace ? [traceItem(trace)] : []),
  ];
  return items.map((item) => ({
    write: { Put: { TableName: tables.orders, Item: item, ConditionExpression: IS_NEW } },
    refusal: ORDER_CHANGED,
  }));
};
