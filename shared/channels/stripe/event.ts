import { z } from 'zod';

const text = z.string().max(255);
const metadata = z.record(z.string(), z.string()).nullish();

/** The parts of an event that decide something; everything else in it is left unread. */
export const eventSchema = z.object({
  id: text,
  type: text,
  livemode: z.boolean(),
  data: z.object({ object: z.looseObject({ object: text, id: text }) }),
});
export type StripeEvent = z.infer<typeof eventSchema>;

export const sessionSchema = z.object({
  id: text,
  client_reference_id: text.nullish(),
  status: text.nullish(),
  payment_status: text.nullish(),
  amount_total: z.unknown(),
  currency: z.unknown(),
});

export const intentSchema = z.object({
  id: text,
  status: text,
  amount: z.unknown(),
  amount_received: z.unknown(),
  currency: z.unknown(),
  metadata,
  last_payment_error: z.object({ code: text.nullish(), decline_code: text.nullish() }).nullish(),
});

export const refundSchema = z.object({
  id: text,
  status: text.nullish(),
  amount: z.unknown(),
  currency: z.unknown(),
  payment_intent: text.nullish(),
  metadata,
});

export const disputeSchema = z.object({
  id: text,
  status: text,
  reason: text.nullish(),
  amount: z.unknown(),
  currency: z.unknown(),
  payment_intent: text.nullish(),
  evidence_details: z.object({ due_by: z.number().nullish() }).nullish(),
});
