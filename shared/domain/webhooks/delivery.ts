import { z } from 'zod';
import { eventIdSchema, webhookEndpointIdSchema } from '../identity/ids.ts';
import { tenantSchema } from '../identity/tenant.ts';

/** Tries that a delivery remembers; older ones make room. */
export const MAX_LOGGED_TRIES = 20;
/** Characters kept of an error and of a receiver's answer. */
export const MAX_LOGGED_TEXT = 300;

/**
 * - `pending`: being sent, or waiting for the next try.
 * - `delivered`: the receiver answered 2xx.
 * - `failed`: the schedule is over, or the receiver said that it is gone.
 * - `cancelled`: the endpoint was removed or disabled, or the event is too old.
 */
export const deliveryStateSchema = z.enum(['pending', 'delivered', 'failed', 'cancelled']);
export type DeliveryState = z.infer<typeof deliveryStateSchema>;

export const deliveryTrySchema = z.object({
  /** 1, 2, 3 … over all schedules. A number that is missing was cut off by a crash. */
  number: z.int(),
  at: z.iso.datetime(),
  durationMillis: z.int(),
  /** HTTP status, when one came back. */
  status: z.int().optional(),
  /** The beginning of the receiver's answer. */
  answer: z.string().optional(),
  /** Why no status came back. */
  error: z.string().optional(),
});
export type DeliveryTry = z.infer<typeof deliveryTrySchema>;

/** One event on its way to one endpoint. */
export const deliverySchema = z.object({
  tenant: tenantSchema,
  eventId: eventIdSchema,
  endpointId: webhookEndpointIdSchema,
  state: deliveryStateSchema,
  /** Tries begun so far. */
  tries: z.int(),
  /** Tries begun in the present schedule: a resend starts it anew. */
  scheduleTries: z.int(),
  /**
   * When the next try is due; present while `pending`. It also names that try: a queue message that carries another
   * time is a leftover.
   */
  dueAt: z.iso.datetime().optional(),
  /** A try is under way and may be believed to be until then. */
  leaseUntil: z.iso.datetime().optional(),
  log: z.array(deliveryTrySchema),
  /** Grows with every change; every write is conditional on it. */
  version: z.int(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});
export type Delivery = z.infer<typeof deliverySchema>;
