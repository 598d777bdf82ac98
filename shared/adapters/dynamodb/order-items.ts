import { z } from 'zod';
import { followUpMessageSchema } from '../../contract/queues.ts';
import { HOLD_SHARDS, LIST_SHARDS, ORDER_INDEXES, WORK_SHARDS } from '../../contract/tables.ts';
import { orderIdOfAttempt, orderIdOfRefund } from '../../domain/identity/ids.ts';
import { parseTenantKey, type Tenant, tenantKey } from '../../domain/identity/tenant.ts';
import { type Attempt, attemptSchema } from '../../domain/orders/attempt.ts';
import { type Order, orderSchema } from '../../domain/orders/order.ts';
import { nextQueryAt } from '../../domain/orders/query-schedule.ts';
import { type Refund, refundSchema } from '../../domain/refunds/refund.ts';
import { nextRefundAt } from '../../domain/refunds/refund-schedule.ts';
import { cardSchema } from '../../domain/stock/card.ts';
import { sealedSchema } from '../../domain/stock/sealed.ts';
import { type MerchantEvent, merchantEventSchema } from '../../domain/webhooks/event.ts';
import {
  holdKey,
  listKey,
  refundListKey,
  shardOf,
  waitingKey,
  waitingWorkKey,
  workKey,
} from './order-index-keys.ts';

/**
 * The item collection of one order: partition `<tenant>#<order>`, with the sort keys below. Callback traces live in a
 * partition of their own, so that reading an order never reads raw provider bytes.
 */
export const ORDER_SK = 'ORDER';
export const CARDS_SK = 'CARDS';
export const CONTENT_SK = 'CONTENT';
const ATTEMPT_PREFIX = 'ATTEMPT#';
const REFUND_PREFIX = 'REFUND#';
const OUTBOX_PREFIX = 'OUTBOX#';

/** The sweeper leaves fresh work to the queues. */
const SWEEP_GRACE_MILLIS = 60_000;

export const orderPk = (tenant: Tenant, orderId: string): string =>
  `${tenantKey(tenant)}#${orderId}`;
export const attemptSk = (attemptId: string): string => `${ATTEMPT_PREFIX}${attemptId}`;
const refundSk = (refundId: string): string => `${REFUND_PREFIX}${refundId}`;
export const tracePk = (tenant: Tenant, orderId: string | undefined): string =>
  orderId ? `${orderPk(tenant, orderId)}#callbacks` : `${tenantKey(tenant)}#callbacks#unmatched`;

const { list, work, holds } = ORDER_INDEXES;

/** An order is due when it expires, or when its delivery hook is to be called. */
const orderDueAt = ({ state, expiresAt, hook }: Order): Date | undefined => {
  if (state === 'awaiting_payment') return new Date(expiresAt);
  return state === 'paid' && hook ? new Date(hook.nextAt) : undefined;
};

/** One that waits for cards stands in line by the time of its payment. */
const waitingAttributes = (order: Order): Record<string, string> =>
  order.state === 'awaiting_stock'
    ? {
        [holds.partitionKey]: waitingKey(order.tenant, order.product.id),
        [holds.sortKey]: `${order.paidAt}#${order.id}`,
        [work.partitionKey]: waitingWorkKey(shardOf(order.id, WORK_SHARDS)),
        [work.sortKey]: `${order.product.id}#${order.id}`,
      }
    : {};

const workAttributes = (id: string, at: Date | undefined): Record<string, string> =>
  at
    ? {
        [work.partitionKey]: workKey(shardOf(id, WORK_SHARDS)),
        [work.sortKey]: new Date(at.getTime() + SWEEP_GRACE_MILLIS).toISOString(),
      }
    : {};

/** The order's item. It is in the index of holds only while it holds cards and can still expire. */
export const orderItem = (order: Order): Record<string, unknown> => {
  const awaiting = order.state === 'awaiting_payment';
  const holdAttributes =
    awaiting && order.reservation === 'held'
      ? {
          [holds.partitionKey]: holdKey(
            order.tenant,
            order.product.id,
            shardOf(order.id, HOLD_SHARDS),
          ),
          [holds.sortKey]: order.expiresAt,
        }
      : {};
  return {
    pk: orderPk(order.tenant, order.id),
    sk: ORDER_SK,
    ...order,
    [list.partitionKey]: listKey(order.tenant, shardOf(order.id, LIST_SHARDS)),
    [list.sortKey]: order.id,
    ...workAttributes(order.id, orderDueAt(order)),
    ...holdAttributes,
    ...waitingAttributes(order),
  };
};

export const attemptItem = (tenant: Tenant, attempt: Attempt): Record<string, unknown> => ({
  pk: orderPk(tenant, orderIdOfAttempt(attempt.id)),
  sk: attemptSk(attempt.id),
  ...attempt,
  ...workAttributes(attempt.id, nextQueryAt(attempt)),
});

export const refundItem = (tenant: Tenant, refund: Refund): Record<string, unknown> => ({
  pk: orderPk(tenant, refund.orderId),
  sk: refundSk(refund.id),
  ...refund,
  [list.partitionKey]: refundListKey(tenant),
  [list.sortKey]: refund.id,
  ...workAttributes(refund.id, nextRefundAt(refund)),
});

/** Key of a refund's item. */
export const refundKey = (tenant: Tenant, refundId: string) => ({
  pk: orderPk(tenant, orderIdOfRefund(refundId)),
  sk: refundSk(refundId),
});

export const outboxItem = (
  order: Order,
  { events, followUps }: { events: readonly unknown[]; followUps: readonly unknown[] },
  now: Date,
): Record<string, unknown> => ({
  pk: orderPk(order.tenant, order.id),
  sk: `${OUTBOX_PREFIX}${String(order.version).padStart(6, '0')}`,
  events,
  ...(followUps.length > 0 ? { followUps } : {}),
  ...workAttributes(order.id, now),
});

/** An event that belongs to no order (low stock, a disabled endpoint), passed on by the same relay. */
export const looseOutboxItem = (event: MerchantEvent): Record<string, unknown> => ({
  pk: `${tenantKey(event.tenant)}#${event.objectId}`,
  sk: `${OUTBOX_PREFIX}${event.id}`,
  events: [event],
  ...workAttributes(event.id, new Date(event.createdAt)),
});

const cardsItemSchema = z.object({ cards: z.array(cardSchema) });
const contentItemSchema = z.object({ content: sealedSchema });
const outboxItemSchema = z.object({
  pk: z.string(),
  sk: z.string(),
  events: z.array(merchantEventSchema),
  followUps: z.array(followUpMessageSchema).default([]),
});

export type OrderRow =
  | { readonly kind: 'order'; readonly order: Order }
  | { readonly kind: 'attempt'; readonly tenant: Tenant; readonly attempt: Attempt }
  | { readonly kind: 'refund'; readonly refund: Refund }
  | { readonly kind: 'cards'; readonly cards: z.infer<typeof cardsItemSchema>['cards'] }
  | { readonly kind: 'content'; readonly content: z.infer<typeof sealedSchema> }
  | { readonly kind: 'outbox'; readonly outbox: z.infer<typeof outboxItemSchema> }
  | { readonly kind: 'other' };

/** Who owns a row, read from its partition key. */
export const ownerOf = (pk: string): { tenant: Tenant; orderId: string } => {
  const [tenant = '', orderId = ''] = pk.split('#');
  return { tenant: parseTenantKey(tenant), orderId };
};

/** Reads one item of an order's collection; throws when it is not what this code wrote. */
export const parseOrderRow = (item: Record<string, unknown>): OrderRow => {
  const sk = String(item.sk);
  if (sk === ORDER_SK) return { kind: 'order', order: orderSchema.parse(item) };
  if (sk.startsWith(ATTEMPT_PREFIX)) {
    return {
      kind: 'attempt',
      tenant: ownerOf(String(item.pk)).tenant,
      attempt: attemptSchema.parse(item),
    };
  }
  if (sk.startsWith(REFUND_PREFIX)) return { kind: 'refund', refund: refundSchema.parse(item) };
  if (sk === CARDS_SK) return { kind: 'cards', cards: cardsItemSchema.parse(item).cards };
  if (sk === CONTENT_SK) return { kind: 'content', content: contentItemSchema.parse(item).content };
  if (sk.startsWith(OUTBOX_PREFIX)) return { kind: 'outbox', outbox: outboxItemSchema.parse(item) };
  return { kind: 'other' };
};

/** What kind of work a row of the work index is, from its keys alone. */
export const workKindOf = (sk: string): 'order' | 'attempt' | 'refund' | 'outbox' | undefined => {
  if (sk === ORDER_SK) return 'order';
  if (sk.startsWith(ATTEMPT_PREFIX)) return 'attempt';
  if (sk.startsWith(REFUND_PREFIX)) return 'refund';
  if (sk.startsWith(OUTBOX_PREFIX)) return 'outbox';
  return undefined;
};

export const refundIdOfSk = (sk: string): string => sk.slice(REFUND_PREFIX.length);
export const attemptIdOfSk = (sk: string): string => sk.slice(ATTEMPT_PREFIX.length);
