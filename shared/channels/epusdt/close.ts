import type { CloseOutcome, PaymentReference } from '../channel.ts';
import { postSigned } from './client.ts';
import type { EpusdtContext } from './config.ts';
import { query } from './query.ts';

/** BEpusdt stops watching the address for an order that waits. Epusdt has no such call. */
export const close = async (
  context: EpusdtContext,
  payment: PaymentReference,
): Promise<CloseOutcome> => {
  if (context.config.dialect === 'epusdt') return { kind: 'not_supported' };
  if (!payment.providerReference)
    return { kind: 'unknown', detail: 'the gateway never told its number of this order' };
  const reply = await postSigned(context, 'api/v1/order/cancel-transaction', {
    trade_id: payment.providerReference,
  });
  if (reply.kind === 'done') return { kind: 'closed' };
  if (reply.kind !== 'refused') return { kind: 'unknown', detail: reply.detail };
  return afterRefusal(context, payment, reply.message);
};

/** It refuses orders that do not wait any more, and does not say what they do. */
const afterRefusal = async (
  context: EpusdtContext,
  payment: PaymentReference,
  message: string,
): Promise<CloseOutcome> => {
  const outcome = await query(context, payment);
  if (outcome.kind === 'found' && outcome.status === 'succeeded') return { kind: 'already_paid' };
  if (outcome.kind === 'found' && outcome.status === 'closed') return { kind: 'closed' };
  return { kind: 'unknown', detail: message || 'the gateway does not cancel this order' };
};
