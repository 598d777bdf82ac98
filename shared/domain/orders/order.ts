import { z } from 'zod';
import {
  attemptIdSchema,
  orderIdSchema,
  productIdSchema,
  refundIdSchema,
} from '../identity/ids.ts';
import { tenantSchema } from '../identity/tenant.ts';
import { moneySchema } from '../money/money.ts';
import { cardKindSchema } from '../products/product.ts';
import { buyerHabitSchema } from './buyer-habit.ts';

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
  'underpaid',
  'overpaid',
  'late_payment',
  'duplicate_payment',
  'paid_after_cancellation',
  'out_of_stock',
  'unconfirmed_payment',
  'refund_failed',
  'refund_unknown',
  'refund_contradicted',
  'refunded_elsewhere',
  'disputed',
  'delivery_hook_failed',
]);
export type ReviewReason = z.infer<typeof reviewReasonSchema>;

/** Where the order's cards are: held for it, given back, handed over, taken back from the buyer, or never needed. */
export const reservationSchema = z.enum(['held', 'released', 'sold', 'revoked', 'none']);

/** One line of the order's story, in the order it happened. */
export const timelineEntrySchema = z.object({
  /** 1, 2, 3 … without a gap: the order's version when it happened. */
  sequence: z.int(),
  at: z.iso.datetime(),
  what: z.string(),
  /** `buyer`, `provider`, `system`, or the name of the person or key that acted. */
  actor: z.string(),
  attemptId: attemptIdSchema.optional(),
  refundId: refundIdSchema.optional(),
  detail: z.string().optional(),
});
export type TimelineEntry = z.infer<typeof timelineEntrySchema>;

/** Entries kept per order; a provider that repeats itself must not grow an order without bound. */
export const MAX_TIMELINE_ENTRIES = 200;

export const orderSchema = z.object({
  id: orderIdSchema,
  tenant: tenantSchema,
  product: z.object({
    id: productIdSchema,
    name: z.string(),
    cardKind: cardKindSchema,
    /** A manual product whose content the merchant's own system supplies when asked. */
    hasHook: z.boolean().default(false),
  }),
  quantity: z.int(),
  unitPrice: moneySchema,
  amount: moneySchema,
  state: orderStateSchema,
  reservation: reservationSchema,
  review: z.object({ reason: reviewReasonSchema, detail: z.string() }).optional(),
  /** Buyer's e-mail or phone, for lookup and delivery. */
  contact: z.string().optional(),
  /** The buyer gave it while paying, and may correct it until then. Absent: it came with the order. */
  contactBy: z.literal('buyer').optional(),
  buyerIp: z.string().optional(),
  /** The shop's own mark of the buyer's device. */
  buyerDevice: z.string().optional(),
  /** What was known of the buyer when their contact was given. */
  buyer: buyerHabitSchema.optional(),
  metadata: z.record(z.string(), z.string()),
  /** Where the buyer goes after payment. Never trusted for delivery. */
  returnUrl: z.string().optional(),
  paidAttemptId: attemptIdSchema.optional(),
  attemptCount: z.int(),
  refundCount: z.int().default(0),
  /** Paid beyond the price and not paid back: the buyer's money. */
  credit: moneySchema.optional(),
  /** Until when a paid order waits for cards. */
  stockDeadline: z.iso.datetime().optional(),
  /** Set while the merchant's delivery hook is to be called: how often it was, and when it is next. */
  hook: z.object({ tries: z.int(), nextAt: z.iso.datetime() }).optional(),
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
