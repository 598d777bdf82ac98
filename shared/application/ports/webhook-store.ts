import type { Tenant } from '../../domain/identity/tenant.ts';
import type { Delivery } from '../../domain/webhooks/delivery.ts';
import type { WebhookEndpoint } from '../../domain/webhooks/endpoint.ts';
import type { MerchantEvent } from '../../domain/webhooks/event.ts';

/** All endpoints of one tenant: changed as a whole, so that their number and their URLs stay in order. */
export interface EndpointList {
  readonly tenant: Tenant;
  /** Oldest first. */
  readonly endpoints: readonly WebhookEndpoint[];
  /** 0 before the first endpoint. */
  readonly version: number;
}

export interface EndpointReader {
  readEndpoints(tenant: Tenant): Promise<EndpointList>;
}

export interface EndpointStore extends EndpointReader {
  /**
   * Replaces the list, with the event that tells of it, if there is one: in one transaction with a reminder to
   * announce it. `false` when somebody changed the list since it was read.
   */
  writeEndpoints(
    before: EndpointList,
    endpoints: readonly WebhookEndpoint[],
    event?: MerchantEvent,
  ): Promise<boolean>;
  /** The event was handed to the queue: the reminder goes away. */
  forgetAnnouncement(event: MerchantEvent): Promise<void>;
}

export interface EventReader {
  readEvent(tenant: Tenant, eventId: string): Promise<MerchantEvent | undefined>;
  /** Newest first. */
  listEvents(
    tenant: Tenant,
    page: { limit: number; startingAfter?: string },
  ): Promise<{ events: MerchantEvent[]; hasMore: boolean }>;
}

export interface DeliveryStore {
  readDelivery(tenant: Tenant, eventId: string, endpointId: string): Promise<Delivery | undefined>;
  listDeliveries(tenant: Tenant, eventId: string): Promise<Delivery[]>;
  /** Writes a delivery of version n if version n − 1 is stored (none, for 1); `false` otherwise. */
  writeDelivery(delivery: Delivery): Promise<boolean>;
}

/** What the sweeper finds. */
export type OverdueWebhook =
  | { readonly kind: 'delivery'; readonly delivery: Delivery }
  | { readonly kind: 'announcement'; readonly event: MerchantEvent }
  /** A row that is not what we write; a person has to look. */
  | { readonly kind: 'unreadable'; readonly key: string };

export interface WebhookSweep {
  /**
   * Takes what should have been looked at by `now`, oldest first, and puts it off by some minutes, so that the next
   * run does not take it again while the queue still works on it.
   */
  takeOverdue(now: Date, limitPerShard: number): Promise<OverdueWebhook[]>;
}
