import { z } from 'zod';
import { eventIdSchema } from '../identity/ids.ts';
import { tenantSchema } from '../identity/tenant.ts';

/** What merchants are told, as it appears in webhooks and in `GET /v1/events`. */
export const eventTypeSchema = z.enum([
  'order.paid',
  'order.delivered',
  'order.expired',
  'order.cancelled',
  'order.needs_review',
  'refund.succeeded',
  'refund.failed',
  'stock.low',
  'channel.expiring',
  'webhook_endpoint.disabled',
]);
export type EventType = z.infer<typeof eventTypeSchema>;

export const merchantEventSchema = z.object({
  id: eventIdSchema,
  type: eventTypeSchema,
  tenant: tenantSchema,
  /** The object the event is about (an order, a product, an endpoint). */
  objectId: z.string(),
  /** Grows with every event of one object; a receiver drops what is older than it has seen. */
  sequence: z.int(),
  createdAt: z.iso.datetime(),
  /** The object as it was then, as the API shows it, without secrets. */
  data: z.record(z.string(), z.unknown()),
});
export type MerchantEvent = z.infer<typeof merchantEventSchema>;
