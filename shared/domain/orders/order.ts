import { z } from 'zod';
import { attemptIdSchema, orderIdSchema, productIdSchema } from '../identity/ids.ts';
import { tenantSchema } from '../identity/tenant.ts';
import { moneySchema } from '../money/money.ts';
import { cardKindSchema } from '../products/product.ts';

export const orderStateSchema = z.enum([
  'awaiting_payment',
  'paid',
  'awaiting_stock',
  'delivered',
  'expired',
  'cancelled',
  'refunding',
  'partially_refunded',
  'refunded',
  'needs_review',
]);
export type OrderState = z.infer<typeof orderStateSchema>;

/** Why a person has to look at an order. */
export const reviewReasonSchema = z.enum([
  'amount_mismatch',
  'currency_mismatch',
  'duplicate_payment',
  'paid_after_cancellation',
]);
export type ReviewReason = z.infer<typeof reviewReasonSchema>;

/** Where the order's cards are: held for it, given back, handed over, or never needed. */
export const reservationSchema = z.enum(['held', 'released', 'sold', 'none']);

/** One line of the order's story, in the order it happened. */
export const timelineEntrySchema = z.object({
  /** 1, 2, 3 … without a gap: the order's version when it happened. */
  sequence: z.int(),
  at: z.iso.datetime(),
  what: z.string(),
  /** `buyer`, `provider`, `system`, or the name of the person or key that acted. */
  actor: z.string(),
  attemptId: attemptIdSchema.optional(),
  detail: z.string().optional(),
});
export type TimelineEntry = z.infer<typeof timelineEntrySchema>;

/** Entries kept per order; a provider that repeats itself must not grow an order without bound. */
export const MAX_TIMELINE_ENTRIES = 200;

export const orderSchema = z.object({
  id: orderIdSchema,
  tenant: tenantSchema,
  product: z.object({ id: productIdSchema, name: z.string(), cardKind: cardKindSchema }),
  quantity: z.int(),
  unitPrice: moneySchema,
  amount: moneySchema,
  state: orderStateSchema,
  reservation: reservationSchema,
  review: z.object({ reason: reviewReasonSchema, detail: z.string() }).optional(),
  /** Buyer's e-mail or phone, for lookup and delivery. */
  contact: z.string().optional(),
  buyerIp: z.string().optional(),
  metadata: z.record(z.string(), z.string()),
  /** Where the buyer goes after payment. Never trusted for delivery. */
  returnUrl: z.string().optional(),
  paidAttemptId: attemptIdSchema.optional(),
  attemptCount: z.int(),
  /** What the merchant wrote when delivering a manual product or completing by hand, sealed elsewhere. */
  hasManualContent: z.boolean(),
  /** SHA-256 (hex) of the secret part of the checkout token. */
  checkoutSecretHash: z.string(),
  /** Equals the sequence of the last timeline entry; every write is conditional on it. */
  version: z.int(),
  timeline: z.array(timelineEntrySchema),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  paidAt: z.iso.datetime().optional(),
  deliveredAt: z.iso.datetime().optional(),
});
export type Order = z.infer<typeof orderSchema>;
