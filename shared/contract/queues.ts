import { z } from 'zod';
import { verifiedNotificationSchema } from '../domain/callbacks/notification.ts';
import {
  attemptIdSchema,
  callbackIdSchema,
  channelIdSchema,
  eventIdSchema,
  orderIdSchema,
  productIdSchema,
  refundIdSchema,
  webhookEndpointIdSchema,
} from '../domain/identity/ids.ts';
import { tenantSchema } from '../domain/identity/tenant.ts';
import { merchantEventSchema } from '../domain/webhooks/event.ts';

/** Queue `callbacks`: a verified notification on its way from receive to apply. */
export const callbackMessageSchema = z.object({
  id: callbackIdSchema,
  tenant: tenantSchema,
  channelId: channelIdSchema,
  provider: z.string(),
  receivedAt: z.iso.datetime(),
  httpMethod: z.string(),
  query: z.string(),
  contentType: z.string(),
  /** The exact bytes, base64. */
  body: z.string(),
  /** Headers that prove something, by lower-case name. Absent: the provider signs in none. */
  headers: z.record(z.string(), z.string()).optional(),
  notification: verifiedNotificationSchema,
  /** Payments that its account vouches for, by the account version they were made under. Absent: of the first. */
  accountVersions: z.array(z.int()).optional(),
  /** The channel wants this payment confirmed by a query before anything is delivered. */
  confirm: z.boolean().default(false),
  /** What the provider's adapter wants kept of the payment, sealed for it; base64. */
  kept: z.object({ wrappedKey: z.base64(), data: z.base64() }).optional(),
});
export type CallbackMessage = z.infer<typeof callbackMessageSchema>;

/** Queue `follow-ups`: something to look at again at `dueAt`. SQS delays 15 minutes at most; earlier copies are passed on. */
export const followUpMessageSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('query_attempt'),
    tenant: tenantSchema,
    orderId: orderIdSchema,
    attemptId: attemptIdSchema,
    dueAt: z.iso.datetime(),
  }),
  z.object({
    kind: z.literal('close_attempt'),
    tenant: tenantSchema,
    orderId: orderIdSchema,
    attemptId: attemptIdSchema,
    /** How often the provider was asked to close it. */
    tries: z.int(),
    dueAt: z.iso.datetime(),
  }),
  /** An unpaid order may be over; a delivery hook may be due. */
  z.object({
    kind: z.literal('look_at_order'),
    tenant: tenantSchema,
    orderId: orderIdSchema,
    dueAt: z.iso.datetime(),
  }),
  z.object({
    kind: z.literal('submit_refund'),
    tenant: tenantSchema,
    orderId: orderIdSchema,
    refundId: refundIdSchema,
    dueAt: z.iso.datetime(),
  }),
  /** Cards may have arrived for paid orders that wait for them. */
  z.object({
    kind: z.literal('deliver_waiting'),
    tenant: tenantSchema,
    productId: productIdSchema,
    dueAt: z.iso.datetime(),
  }),
]);
export type FollowUpMessage = z.infer<typeof followUpMessageSchema>;

/**
 * Queue `webhooks`: `fan_out` asks which endpoints want the events of one change; `deliver` is one delivery to one
 * endpoint.
 */
export const webhookMessageSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('fan_out'), events: z.array(merchantEventSchema).min(1) }),
  z.object({
    kind: z.literal('deliver'),
    tenant: tenantSchema,
    eventId: eventIdSchema,
    endpointId: webhookEndpointIdSchema,
    dueAt: z.iso.datetime(),
  }),
]);
export type WebhookMessage = z.infer<typeof webhookMessageSchema>;

export const SQS_MAX_DELAY_SECONDS = 900;

/** The queues; each has a dead-letter queue of the same name + `-dead`. */
export const QUEUES = ['callbacks', 'follow-ups', 'webhooks'] as const;
export type QueueName = (typeof QUEUES)[number];
