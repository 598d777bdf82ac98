import type { CloseOutcome, PaymentReference } from '../channel.ts';
import { post } from './client.ts';
import type { JeepayContext } from './config.ts';
import { query } from './query.ts';

/** `api/pay/close`. It refuses orders that are over, and does not say how they ended. */
export const close = async (
  context: JeepayContext,
  payment: PaymentReference,
): Promise<CloseOutcome> => {
  const reply = await post(context, 'api/pay/close', { mchOrderNo: payment.orderNumber });
  if (reply.kind === 'done') return { kind: 'closed' };
  if (reply.kind !== 'refused') return { kind: 'unknown', detail: reply.detail };
  const outcome = await query(context, payment);
  if (outcome.kind === 'not_found') return { kind: 'closed' };
  if (outcome.kind === 'found' && outcome.status === 'succeeded') return { kind: 'already_paid' };
  if (outcome.kind === 'found' && outcome.status === 'closed') return { kind: 'closed' };
  return { kind: 'unknown', detail: reply.message || 'the gateway does not close this order' };
};
