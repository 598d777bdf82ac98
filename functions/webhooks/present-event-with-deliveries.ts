import { presentDelivery } from '#shared/application/webhooks/present-delivery.ts';
import type { Delivery } from '#shared/domain/webhooks/delivery.ts';
import type { MerchantEvent } from '#shared/domain/webhooks/event.ts';
import { presentEvent } from '#shared/domain/webhooks/webhook-body.ts';

/** An event and what became of it, as the API shows it. */
export const presentEventWithDeliveries = (found: {
  readonly event: MerchantEvent;
  readonly deliveries: readonly Delivery[];
}) => ({
  object: 'event' as const,
  ...presentEvent(found.event),
  deliveries: found.deliveries.map(presentDelivery),
});
