import { z } from 'zod';
import { webhookEndpointIdSchema } from '../identity/ids.ts';
import { type Tenant, tenantSchema } from '../identity/tenant.ts';
import { type SealContext, sealedSchema } from '../stock/sealed.ts';
import { type EventType, eventTypeSchema } from './event.ts';

/** Endpoints of one merchant in one mode: they are stored and read as one item. */
export const MAX_ENDPOINTS = 20;

/** What an endpoint wants to hear: event types, or all of them. */
export const subscriptionSchema = z.array(z.union([eventTypeSchema, z.literal('*')]));

export const webhookSecretSchema = z.object({
  /** `whsec_…`, sealed. */
  sealed: sealedSchema,
  createdAt: z.iso.datetime(),
  /** It signs until then; the newest secret has no end. */
  endsAt: z.iso.datetime().optional(),
});
export type WebhookSecret = z.infer<typeof webhookSecretSchema>;

/**
 * - `merchant`: switched off through the API.
 * - `gone`: the receiver answered 410.
 * - `failing`: nothing but failures for days.
 */
export const disabledReasonSchema = z.enum(['merchant', 'gone', 'failing']);
export type DisabledReason = z.infer<typeof disabledReasonSchema>;

/** Where a merchant wants to be told of events. */
export const webhookEndpointSchema = z.object({
  id: webhookEndpointIdSchema,
  tenant: tenantSchema,
  url: z.string(),
  description: z.string(),
  subscription: subscriptionSchema,
  /** Absent: enabled. */
  disabled: z.object({ reason: disabledReasonSchema, at: z.iso.datetime() }).optional(),
  /** Newest first; two sign at the same time during a rotation. */
  secrets: z.array(webhookSecretSchema),
  /** The first failure after the last success; absent while all is well. */
  failingSince: z.iso.datetime().optional(),
  /** Grows with every change; the `sequence` of the endpoint's own events. */
  version: z.int(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});
export type WebhookEndpoint = z.infer<typeof webhookEndpointSchema>;

/** Whether an endpoint is to be told of events of that type. */
export const wantsEvent = ({ disabled, subscription }: WebhookEndpoint, type: EventType): boolean =>
  disabled === undefined && (subscription.includes('*') || subscription.includes(type));

/** The secrets that sign at `now`, newest first. */
export const liveSecrets = ({ secrets }: WebhookEndpoint, now: Date): WebhookSecret[] =>
  secrets.filter(({ endsAt }) => endsAt === undefined || now.toISOString() < endsAt);

/** What an endpoint's secrets are bound to. */
export const secretContext = (tenant: Tenant, endpointId: string): SealContext => ({
  merchantId: tenant.merchantId,
  kind: 'webhook_secret',
  id: endpointId,
});
