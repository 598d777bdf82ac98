import { z } from 'zod';
import { clientSdkSchema, deviceSchema, paymentMethodSchema } from '../channels/channel.ts';
import { failureReasonSchema } from '../channels/failures/failure-reason.ts';
import { attemptIdSchema, channelIdSchema } from '../identity/ids.ts';
import { moneySchema } from '../money/money.ts';
import { attemptRoutingSchema } from '../routing/learning/attempt-routing.ts';
import { sealedSchema } from '../stock/sealed.ts';

/** What the buyer does next to pay. */
export const nextActionSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('redirect'), url: z.string() }),
  z.object({ kind: z.literal('qr'), content: z.string() }),
  z.object({
    kind: z.literal('form'),
    action: z.string(),
    method: z.enum(['GET', 'POST']),
    fields: z.record(z.string(), z.string()),
  }),
  /** Parameters for a script of the provider's, or for an app that the shop wrote. */
  z.object({
    kind: z.literal('client_params'),
    sdk: clientSdkSchema,
    params: z.record(z.string(), z.string()),
  }),
  /** The buyer was sent a code and types it here. */
  z.object({
    kind: z.literal('enter_code'),
    /** Where it was sent to, masked: `138****8000`. */
    sentTo: z.string().optional(),
    canResend: z.boolean(),
  }),
  z.object({
    kind: z.literal('address'),
    address: z.string(),
    network: z.string(),
    /** Exactly this, as decimal text. */
    amount: z.string(),
  }),
]);
export type NextAction = z.infer<typeof nextActionSchema>;

/**
 * - `submitted`: recorded here; the provider may or may not know it yet.
 * - `pending`: the provider knows it and the buyer can pay.
 * - `unknown`: the call to the provider ended without an answer; only a query or a notification resolves it.
 * - `succeeded`, `failed`, `closed`: final, except that money that arrives still turns `failed` and `closed` into `succeeded`.
 */
export const attemptStateSchema = z.enum([
  'submitted',
  'pending',
  'unknown',
  'succeeded',
  'failed',
  'closed',
]);
export type AttemptState = z.infer<typeof attemptStateSchema>;

/** Nobody knows yet what becomes of it. */
export const isAttemptOpen = ({ state }: { readonly state: AttemptState }): boolean =>
  state === 'submitted' || state === 'pending' || state === 'unknown';

/** One try to collect an order's money through one channel. */
export const attemptSchema = z.object({
  id: attemptIdSchema,
  channelId: channelIdSchema,
  /** Which of the channel's accounts it was made under. Absent: the first. */
  accountVersion: z.int().optional(),
  provider: z.string(),
  method: paymentMethodSchema,
  device: deviceSchema,
  amount: moneySchema,
  state: attemptStateSchema,
  nextAction: nextActionSchema.optional(),
  /** The provider's own number of the payment, once known. */
  providerReference: z.string().optional(),
  /** What was really paid, when the provider has said so. */
  paidAmount: moneySchema.optional(),
  failureReason: failureReasonSchema.optional(),
  failureDetail: z.string().optional(),
  /** Why routing chose this channel, in words. */
  routingReasons: z.array(z.string()),
  /** What was known and thought when the channel was chosen. */
  routing: attemptRoutingSchema.optional(),
  /** The calendar day whose cap this attempt reserved; absent when the channel has no cap or it was released. */
  capDay: z.string().optional(),
  queryCount: z.int(),
  /** What the buyer's request said, for sending it again and for later steps; kept at most while the attempt is open. */
  request: z
    .object({
      buyerIp: z.string(),
      returnUrl: z.string(),
      phone: z.string().optional(),
      bank: z.string().optional(),
    })
    .optional(),
  /** Hashes of the browser that it was started in, see `device-mark.ts`. Absent: nothing was known of it. */
  marks: z.object({ device: z.string().optional(), fingerprint: z.string().optional() }).optional(),
  /** What the provider's adapter wants to have again, sealed: tokens and the like. */
  kept: sealedSchema.optional(),
  /** When the newest notification came that brought something to keep. Absent: none did. */
  keptFrom: z.iso.datetime().optional(),
  /** Transfers that have come for it, on ledgers where several may; their sum is what was paid. */
  transfers: z.array(z.object({ id: z.string(), amount: moneySchema })).optional(),
  /** How often it was sent again because its provider did not know it. Absent: never. */
  resubmissions: z.int().optional(),
  /**
   * The buyer came back from the provider, or a step was taken: when last, and how often. The provider is asked again
   * soon after. Absent: never.
   */
  prompted: z.object({ at: z.iso.datetime(), count: z.int() }).optional(),
  /** How many codes the buyer typed, and how many more they had sent to them. Absent: none. */
  codes: z
    .object({ tried: z.int(), resent: z.int(), resentAt: z.iso.datetime().optional() })
    .optional(),
  /**
   * A notification said that it was paid, and the channel wants that confirmed: the provider is being asked. Absent
   * otherwise.
   */
  unconfirmed: z.object({ since: z.iso.datetime(), asked: z.int() }).optional(),
  /**
   * Refunds that were not made here, by the provider's number. `amount` is absent when the provider does not say, or does
   * not prove it.
   */
  refundedElsewhere: z
    .array(z.object({ reference: z.string(), amount: moneySchema.optional() }))
    .optional(),
  /** What was heard of disputes, by the provider's number, each word once. */
  disputes: z
    .array(z.object({ reference: z.string(), status: z.enum(['open', 'won', 'lost', 'unknown']) }))
    .optional(),
  /** A hint said that something changed: since when, and when the provider is to be asked for it, or was. */
  hint: z
    .object({
      since: z.iso.datetime(),
      askAt: z.iso.datetime(),
      /** Questions for it that nobody answered. */
      tries: z.int(),
      isAnswered: z.boolean().optional(),
    })
    .optional(),
  version: z.int(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  /** When it first was final, and when its money came: the same unless money came after all. */
  endedAt: z.iso.datetime().optional(),
  paidAt: z.iso.datetime().optional(),
  expiresAt: z.iso.datetime(),
});
export type Attempt = z.infer<typeof attemptSchema>;
