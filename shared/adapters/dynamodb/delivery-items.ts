import { MERCHANT_INDEXES } from '../../contract/tables.ts';
import { type Tenant, tenantKey } from '../../domain/identity/tenant.ts';
import { type Delivery, deliverySchema } from '../../domain/webhooks/delivery.ts';
import { sweepTime } from '../../domain/webhooks/sweep-time.ts';
import { expiresAtSeconds } from './event-items.ts';
import { workKey } from './webhook-work.ts';

const { work } = MERCHANT_INDEXES;

/** What becomes of one event: a partition of its own, one item for each endpoint. */
export const deliveriesPk = (tenant: Tenant, eventId: string): string =>
  `${tenantKey(tenant)}#deliveries#${eventId}`;

export const deliveryKey = (tenant: Tenant, eventId: string, endpointId: string) => ({
  pk: deliveriesPk(tenant, eventId),
  sk: endpointId,
});

/** The index attributes are there only while the sweeper has to look: a delivery that succeeds at once has no row. */
export const deliveryItem = (delivery: Delivery) => {
  const lookAt = sweepTime(delivery);
  return {
    ...deliveryKey(delivery.tenant, delivery.eventId, delivery.endpointId),
    ...delivery,
    ...(lookAt === undefined
      ? {}
      : { [work.partitionKey]: workKey(delivery.eventId), [work.sortKey]: lookAt }),
    expiresAtSeconds: expiresAtSeconds(delivery.createdAt),
  };
};

export const parseDeliveryItem = (item: unknown): Delivery => deliverySchema.parse(item);
