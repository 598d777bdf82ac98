import { z } from 'zod';
import { HOLD_SHARDS, LIST_SHARDS, ORDER_INDEXES, WORK_SHARDS } from '../../contract/tables.ts';
import { orderIdOfAttempt } from '../../domain/identity/ids.ts';
import { parseTenantKey, type Tenant, tenantKey } from '../../domain/identity/tenant.ts';
import { type Attempt, attemptSchema } from '../../domain/orders/attempt.ts';
import { type Order, orderSchema } from '../../domain/orders/order.ts';
import { nextQueryAt } from '../../domain/orders/query-schedule.ts';
import { cardSchema } from '../../domain/stock/card.ts';
import { sealedSchema } from '../../domain/stock/sealed.ts';
import { type MerchantEvent, merchantEventSchema } from '../../domain/webhooks/event.ts';

/**
 * The item collection of one order: partition `<tenant>#<order>`, with the sort keys below. Callback traces live in a
 * partition of their own, so that reading an order never reads raw provider bytes.
 */
export const ORDER_SK = 'ORDER';
export const CARDS_SK = 'CARDS';
export const CONTENT_SK = 'CONTENT';
const ATTEMPT_PREFIX = 'ATTEMPT#';
const OUTBOX_PREFIX = 'OUTBOX#';

/** The sweeper leaves fresh work to the queues. */
const SWEEP_GRACE_MILLIS = 60_000;

export const orderPk = (tenant: Tenant, orderId: string): string =>
  `${tenantKey(tenant)}#${orderId}`;
export const attemptSk = (attemptId: string): string => `${ATTEMPT_PREFIX}${attemptId}`;
export const tracePk = (tenant: Tenant, orderId: string | undefined): string =>
  orderId ? `${orderPk(tenant, orderId)}#callbacks` : `${tenantKey(tenant)}#callbacks#unmatched`;

/** A stable shard of an id: its random characters as a number. */
const shardOf = (id: string, shards: number): number =>
  [...id.slice(-10, -2)].reduce((sum, character) => sum * 31 + character.charCodeAt(0), 7) % shards;

export const listKey = (tenant: Tenant, shard: number): string => `${tenantKey(tenant)}#${shard}`;
export const holdKey = (tenant: Tenant, productId: string, shard: number): string =>
  `${tenantKey(tenant)}#${productId}#${shard}`;
export const workKey = (shard: number): string => `work#${shard}`;
export const LIST_SHARD_NUMBERS = Array.from({ length: LIST_SHARDS }, (_, shard) => shard);
export const HOLD_SHARD_NUMBERS = Array.from({ length: HOLD_SHARDS }, (_, shard) => shard);
export const WORK_SHARD_NUMBERS = Array.from({ length: WORK_SHARDS }, (_, shard) => shard);

const { list, work, holds } = ORDER_INDEXES;

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
    ...workAttributes(order.id, awaiting ? new Date(order.expiresAt) : undefined),
    ...holdAttributes,
  };
};

export const attemptItem = (tenant: Tenant, attempt: Attempt): Record<string, unknown> => ({
  pk: orderPk(tenant, orderIdOfAttempt(attempt.id)),
  sk: attemptSk(attempt.id),
  ...attempt,
  ...workAttributes(attempt.id, nextQueryAt(attempt)),
});

export const outboxItem = (
  order: Order,
  events: readonly unknown[],
  now: Date,
): Record<string, unknown> => ({
  pk: orderPk(order.tenant, order.id),
  sk: `${OUTBOX_PREFIX}${String(order.version).padStart(6, '0')}`,
  events,
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
});

export type OrderRow =
  | { readonly kind: 'order'; readonly order: Order }
  | { readonly kind: 'attempt'; readonly tenant: Tenant; readonly attempt: Attempt }
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
  if (sk === CARDS_SK) return { kind: 'cards', cards: cardsItemSchema.parse(item).cards };
  if (sk === CONTENT_SK) return { kind: 'content', content: contentItemSchema.parse(item).content };
  if (sk.startsWith(OUTBOX_PREFIX)) return { kind: 'outbox', outbox: outboxItemSchema.parse(item) };
  return { kind: 'other' };
};

/** What kind of work a row of the work index is, from its keys alone. */
export const workKindOf = (sk: string): 'order' | 'attempt' | 'outbox' | undefined => {
  if (sk === ORDER_SK) return 'order';
  if (sk.startsWith(ATTEMPT_PREFIX)) return 'attempt';
  if (sk.startsWith(OUTBOX_PREFIX)) return 'outbox';
  return undefined;
};

export const attemptIdOfSk = (sk: string): string => sk.slice(ATTEMPT_PREFIX.length);
