import { MERCHANT_INDEXES } from '../../contract/tables.ts';
import { type Tenant, tenantKey } from '../../domain/identity/tenant.ts';
import type { MerchantEvent } from '../../domain/webhooks/event.ts';
import { storedEvent } from './event-items.ts';
import { workKey } from './webhook-work.ts';

const { work } = MERCHANT_INDEXES;
const PREFIX = 'announcement#';
/** Whoever wrote it hands the event to the queue within seconds; the sweeper does it when that process died. */
const GRACE_MILLIS = 60_000;

/** A reminder that an event is recorded and not yet handed to the queue. */
export const announcementKey = (tenant: Tenant, eventId: string) => ({
  pk: `${tenantKey(tenant)}#announcements`,
  sk: `${PREFIX}${eventId}`,
});

export const isAnnouncement = ({ sk }: { sk: string }): boolean => sk.startsWith(PREFIX);

export const announcementItem = (event: MerchantEvent) => ({
  ...announcementKey(event.tenant, event.id),
  ...storedEvent(event),
  [work.partitionKey]: workKey(event.id),
  [work.sortKey]: new Date(Date.parse(event.createdAt) + GRACE_MILLIS).toISOString(),
});
