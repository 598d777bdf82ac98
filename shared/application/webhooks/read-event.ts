import { notFound } from '../../domain/errors/app-error.ts';
import type { Tenant } from '../../domain/identity/tenant.ts';
import type { Delivery } from '../../domain/webhooks/delivery.ts';
import type { MerchantEvent } from '../../domain/webhooks/event.ts';
import type { DeliveryStore, EventReader } from '../ports/webhook-store.ts';

export interface ReadEventDeps {
  readonly events: EventReader;
  readonly deliveries: Pick<DeliveryStore, 'listDeliveries'>;
}

/** @throws AppError `not_found` */
export const readEvent = async (
  { events, deliveries }: ReadEventDeps,
  tenant: Tenant,
  eventId: string,
): Promise<{ event: MerchantEvent; deliveries: Delivery[] }> => {
  const [event, found] = await Promise.all([
    events.readEvent(tenant, eventId),
    deliveries.listDeliveries(tenant, eventId),
  ]);
  if (!event) throw notFound('event');
  return { event, deliveries: found };
};
