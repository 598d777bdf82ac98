import { z } from 'zod';
import { failureReasonSchema } from '../channels/failures/failure-reason.ts';
import {
  attemptIdSchema,
  callbackIdSchema,
  channelIdSchema,
  refundIdSchema,
} from '../identity/ids.ts';
import { tenantSchema } from '../identity/tenant.ts';
import { moneySchema } from '../money/money.ts';

/** What a provider says about a payment, after its own words were mapped. `unknown` is an answer too. */
export const providerStatusSchema = z.enum(['pending', 'succeeded', 'failed', 'closed', 'unknown']);
export type ProviderStatus = z.infer<typeof providerStatusSchema>;

/** A payment changed. */
const paymentNotificationSchema = z.object({
  kind: z.literal('payment'),
  /** Our attempt; absent when the provider names an order number that was never ours. */
  attemptId: attemptIdSchema.optional(),
  providerOrderNumber: z.string(),
  providerReference: z.string().optional(),
  status: providerStatusSchema,
  /** The provider's own word for the status. */
  providerStatus: z.string(),
  amount: moneySchema.optional(),
  /** Why, when it failed or was closed, as far as the provider says. */
  failureReason: failureReasonSchema.optional(),
  /** It announces that something changed, and proves nothing: the provider is asked at once. */
  isHint: z.boolean().optional(),
  /**
   * One transfer of several that may come for a payment, on ledgers where everybody can send any amount: its own name
   * there. `amount` is this transfer's.
   */
  transferId: z.string().optional(),
});
export type PaymentNotification = z.infer<typeof paymentNotificationSchema>;

/** A refund changed. */
const refundNotificationSchema = z.object({
  kind: z.literal('refund'),
  /** Our refund; absent when it was made elsewhere, e.g. in the provider's console. */
  refundId: refundIdSchema.optional(),
  /** Our attempt that is paid back, when the provider names it. */
  attemptId: attemptIdSchema.optional(),
  providerOrderNumber: z.string().optional(),
  providerReference: z.string().optional(),
  status: z.enum(['pending', 'succeeded', 'failed', 'unknown']),
  providerStatus: z.string(),
  amount: moneySchema.optional(),
});
export type RefundNotification = z.infer<typeof refundNotificationSchema>;

/** A buyer disputes a payment at their bank or at the provider, or that dispute went on. */
const disputeNotificationSchema = z.object({
  kind: z.literal('dispute'),
  attemptId: attemptIdSchema.optional(),
  providerOrderNumber: z.string().optional(),
  /** The provider's number of the dispute. */
  providerReference: z.string(),
  status: z.enum(['open', 'won', 'lost', 'unknown']),
  providerStatus: z.string(),
  amount: moneySchema.optional(),
  /** The provider's word for the buyer's reason. */
  cause: z.string().optional(),
  /** Until when the merchant can answer. */
  answerBy: z.iso.datetime().optional(),
});
export type DisputeNotification = z.infer<typeof disputeNotificationSchema>;

/** A genuine message about something that is not followed here: acknowledged and kept. */
const otherNotificationSchema = z.object({
  kind: z.literal('other'),
  providerStatus: z.string(),
});

/**
 * A provider's notification whose signature, account and shape were checked. Only a channel's `notification`
 * operation makes one.
 */
export const verifiedNotificationSchema = z.discriminatedUnion('kind', [
  paymentNotificationSchema,
  refundNotificationSchema,
  disputeNotificationSchema,
  otherNotificationSchema,
]);
export type VerifiedNotification = z.infer<typeof verifiedNotificationSchema>;

/** Why a callback was turned away. */
export const rejectionReasonSchema = z.enum([
  'unknown_channel',
  'malformed',
  'signature_missing',
  'signature_invalid',
  'credentials_blank',
  'wrong_account',
  'too_large',
  /** Its signed time is too far from ours: an old message sent again. */
  'stale',
]);
export type RejectionReason = z.infer<typeof rejectionReasonSchema>;

/** A callback as it arrived, with the verdict and the effect: evidence for disputes, and replayable. */
export const callbackTraceSchema = z.object({
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
  confirm: z.boolean().default(false),
  /** `applied`, `no_change`, `needs_review`, `unmatched`; in words in `effectDetail`. */
  effect: z.enum(['applied', 'no_change', 'needs_review', 'unmatched']),
  effectDetail: z.string(),
  appliedAt: z.iso.datetime(),
});
export type CallbackTrace = z.infer<typeof callbackTraceSchema>;
