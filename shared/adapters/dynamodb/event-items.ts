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

export const eventItem = (event: MerchantEvent) => ({
  ...eventKey(event.tenant, event.id),
  event,
  expiresAtSeconds: expiresAtSeconds(event.createdAt),
});

const itemSchema = z.object({ event: merchantEventSchema });
export const parseEventItem = (item: unknown): MerchantEvent => itemSchema.parse(item).event;
