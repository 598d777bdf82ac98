import type { z } from 'zod';
import type {
  deliveryOfEvent,
  eventObject,
  eventWithDeliveries,
} from '../../contract/api/webhooks.ts';
import type { Delivery } from '../../domain/webhooks/delivery.ts';
import type { MerchantEvent } from '../../domain/webhooks/event.ts';
import { presentEvent as presentFields } from '../../domain/webhooks/webhook-body.ts';

/** An event as the API shows it: what the webhook says, marked as an object. */
export const presentEvent = (event: MerchantEvent): z.input<typeof eventObject> => ({
  object: 'event',
  ...presentFields(event),
});

/** An event with what became of it at each endpoint. */
export const presentEventWithDeliveries = (
  event: MerchantEvent,
  deliveries: readonly Delivery[],
): z.input<typeof eventWithDeliveries> => ({
  ...presentEvent(event),
  deliveries: deliveries.map(presentDelivery),
});

const presentDelivery = (delivery: Delivery): z.input<typeof deliveryOfEvent> => ({
  object: 'webhook_delivery',
  endpoint: delivery.endpointId,
  state: delivery.state,
  tries: delivery.tries,
  next_try_at: delivery.dueAt ?? null,
  log: delivery.log.map((line) => ({
    number: line.number,
    at: line.at,
    duration_millis: line.durationMillis,
    status: line.status ?? null,
    answer: line.answer ?? null,
    error: line.error ?? null,
  })),
  created_at: delivery.createdAt,
  updated_at: delivery.updatedAt,
});
