import { z } from 'zod';
import { LIST_SHARDS } from '../../contract/tables.ts';
import { type Tenant, tenantKey } from '../../domain/identity/tenant.ts';
import { type MerchantEvent, merchantEventSchema } from '../../domain/webhooks/event.ts';

/** Days an event, and what became of it, can be read. */
export const EVENT_KEPT_DAYS = 90;

/**
 * A tenant's events by time, spread over shards: their keys grow, so that one partition would take all of a rush
 * hour's writes and never be split.
 */
const shardOf = (eventId: string): number =>
  [...eventId.slice(-8)].reduce((sum, character) => sum * 31 + character.charCodeAt(0), 7) %
  LIST_SHARDS;

export const EVENT_SHARDS = Array.from({ length: LIST_SHARDS }, (_, shard) => shard);
export const eventsPk = (tenant: Tenant, shard: number): string =>
  `${tenantKey(tenant)}#events#${shard}`;
export const eventKey = (tenant: Tenant, eventId: string) => ({
  pk: eventsPk(tenant, shardOf(eventId)),
  sk: eventId,
});

/** When DynamoDB may drop what belongs to something of that age. */
export const expiresAtSeconds = (createdAt: string): number =>
  Math.floor(Date.parse(createdAt) / 1000) + EVENT_KEPT_DAYS * 86_400;

/**
 * An event as it is stored. Its data is kept as JSON text: a DynamoDB map forgets the order of its fields, and then a
 * repeated webhook would not have the bytes of the first.
 */
export const storedEvent = (event: MerchantEvent) => ({
  event: { ...event, data: JSON.stringify(event.data) },
  expiresAtSeconds: expiresAtSeconds(event.createdAt),
});

export const eventItem = (event: MerchantEvent) => ({
  ...eventKey(event.tenant, event.id),
  ...storedEvent(event),
});

const itemSchema = z.object({
  event: z.object({ ...merchantEventSchema.shape, data: z.string() }),
});

/** Reads what {@link storedEvent} wrote. */
export const parseEventItem = (item: unknown): MerchantEvent => {
  const { event } = itemSchema.parse(item);
  return merchantEventSchema.parse({ ...event, data: JSON.parse(event.data) });
};
