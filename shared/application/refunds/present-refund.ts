import type { z } from 'zod';
import type { refundObject } from '../../contract/api/refunds.ts';
import type { Refund } from '../../domain/refunds/refund.ts';

/** A refund as the API and webhooks show it. */
export const presentRefund = (refund: Refund): z.input<typeof refundObject> => ({
  object: 'refund',
  id: refund.id,
  order: refund.orderId,
  attempt: refund.attemptId,
  channel: refund.channelId,
  provider: refund.provider,
  amount: Number(refund.amount.minor),
  currency: refund.amount.currency,
  cause: refund.cause,
  reason: refund.reason,
  state: refund.state,
  cards: refund.cards,
  provider_reference: refund.providerReference ?? null,
  detail: refund.detail ?? null,
  created_at: refund.createdAt,
  updated_at: refund.updatedAt,
});
