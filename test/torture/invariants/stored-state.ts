import { parseEventItem } from '#shared/adapters/dynamodb/event-items.ts';
import { type OrderRow, parseOrderRow } from '#shared/adapters/dynamodb/order-items.ts';
import { callbackTraceSchema } from '#shared/domain/callbacks/notification.ts';
import type { Attempt } from '#shared/domain/orders/attempt.ts';
import type { Order } from '#shared/domain/orders/order.ts';
import type { Refund } from '#shared/domain/refunds/refund.ts';
import type { Card } from '#shared/domain/stock/card.ts';
import type { MerchantEvent } from '#shared/domain/webhooks/event.ts';

export interface StoredOrder {
  readonly order: Order;
  readonly attempts: readonly Attempt[];
  readonly refunds: readonly Refund[];
  readonly cards: readonly Card[];
  readonly hasContent: boolean;
}

/** What the tables hold at the end, read from the items themselves and not through what is being tested. */
export interface StoredState {
  readonly orders: readonly StoredOrder[];
  /** Ids of cards on the shelf. */
  readonly freeCards: readonly string[];
  readonly outboxRows: number;
  readonly waitingUnits: number;
  /** Channel id → money of its daily caps that is reserved, all days together. */
  readonly reservedMinor: ReadonlyMap<string, bigint>;
  /** The merchant's list. */
  readonly events: readonly MerchantEvent[];
  /** The provider's order number of every callback that left a trace. */
  readonly traces: readonly string[];
  readonly partitionKeys: readonly string[];
}

/** Everything that a table holds. */
export type ItemsOf = (
  table: 'orders' | 'inventory' | 'channels' | 'merchants',
) => readonly Readonly<Record<string, unknown>>[];

export const readStoredState = (items: ItemsOf): StoredState => {
  const rows = new Map<string, OrderRow[]>();
  const traces: string[] = [];
  let outboxRows = 0;
  for (const item of items('orders')) {
    const pk = String(item.pk);
    if (pk.includes('#callbacks')) {
      const { notification } = callbackTraceSchema.parse(item);
      if (notification.kind === 'payment') traces.push(notification.providerOrderNumber);
      continue;
    }
    const row = parseOrderRow(item);
    if (row.kind === 'outbox') outboxRows += 1;
    rows.set(pk, [...(rows.get(pk) ?? []), row]);
  }
  const inventory = items('inventory');
  return {
    orders: [...rows.values()].flatMap(storedOrder),
    freeCards: inventory.flatMap(({ sk, cardId }) =>
      String(sk).startsWith('card#') ? [String(cardId)] : [],
    ),
    outboxRows,
    traces,
    waitingUnits: inventory.reduce((sum, item) => sum + Number(item.waitingUnits ?? 0), 0),
    reservedMinor: reservedOf(items('channels')),
    events: items('merchants').flatMap((item) => (item.event ? [parseEventItem(item)] : [])),
    partitionKeys: (['orders', 'inventory', 'channels', 'merchants'] as const).flatMap((table) =>
      items(table).map(({ pk }) => String(pk)),
    ),
  };
};

const storedOrder = (rows: readonly OrderRow[]): StoredOrder[] => {
  const order = rows.flatMap((row) => (row.kind === 'order' ? [row.order] : []))[0];
  return order
    ? [
        {
          order,
          attempts: rows.flatMap((row) => (row.kind === 'attempt' ? [row.attempt] : [])),
          refunds: rows.flatMap((row) => (row.kind === 'refund' ? [row.refund] : [])),
          cards: rows.flatMap((row) => (row.kind === 'cards' ? row.cards : [])),
          hasContent: rows.some(({ kind }) => kind === 'content'),
        },
      ]
    : [];
};

const reservedOf = (items: readonly Readonly<Record<string, unknown>>[]) => {
  const reserved = new Map<string, bigint>();
  for (const { pk, reservedMinor } of items) {
    if (reservedMinor === undefined) continue;
    const channelId = String(pk).split('#cap#')[1] ?? '';
    reserved.set(channelId, (reserved.get(channelId) ?? 0n) + BigInt(String(reservedMinor)));
  }
  return reserved;
};
