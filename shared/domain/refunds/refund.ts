import { z } from 'zod';
import {
  attemptIdSchema,
  channelIdSchema,
  orderIdSchema,
  refundIdSchema,
} from '../identity/ids.ts';
import { moneySchema } from '../money/money.ts';
import { sealedSchema } from '../stock/sealed.ts';

/**
 * - `queued`: decided and recorded; the provider was not asked yet.
 * - `submitted`: the provider is being asked, or works on it.
 * - `unknown`: the provider did not answer clearly; it is asked again under the same number, or a person looks.
 * - `succeeded`, `failed`: the provider's last word. A failed refund moved no money.
 */
export const refundStateSchema = z.enum(['queued', 'submitted', 'succeeded', 'failed', 'unknown']);
export type RefundState = z.infer<typeof refundStateSchema>;

/** Why money goes back: a person asked for it, or a payment policy says so. */
export const refundCauseSchema = z.enum([
  'requested',
  'duplicate_payment',
  'late_payment',
  'paid_after_cancellation',
  'underpaid',
  'overpaid',
  'out_of_stock',
]);
export type RefundCause = z.infer<typeof refundCauseSchema>;

/** Money of one attempt on its way back to where it came from. */
export const refundSchema = z.object({
  id: refundIdSchema,
  orderId: orderIdSchema,
  attemptId: attemptIdSchema,
  channelId: channelIdSchema,
  provider: z.string(),
  amount: moneySchema,
  cause: refundCauseSchema,
  /** In words, for people and for the provider. */
  reason: z.string(),
  actor: z.string(),
  state: refundStateSchema,
  /** What happens to the order's cards when its whole price is paid back. */
  cards: z.enum(['keep', 'revoke']),
  /** The caller's key of the request that made it: the same key again is the same refund. */
  requestKey: z.string().optional(),
  providerReference: z.string().optional(),
  detail: z.string().optional(),
  /** Where a person sends it instead of back, until the provider knows: a `RefundReceiver`. */
  receiver: sealedSchema.optional(),
  /** When the provider is to be asked whatever the schedule says: somebody announced that it changed. */
  askAt: z.iso.datetime().optional(),
  /** How often the provider was asked. */
  askedCount: z.int(),
  version: z.int(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});
export type Refund = z.infer<typeof refundSchema>;

export const isRefundOpen = ({ state }: Pick<Refund, 'state'>): boolean =>
  state === 'queued' || state === 'submitted' || state === 'unknown';
