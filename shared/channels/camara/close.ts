import type { CloseOutcome, PaymentReference } from '../channel.ts';
import { callOperator, paymentPath } from './client.ts';
import type { CamaraContext } from './config.ts';
import { query } from './query.ts';

/** Cancels a reservation. A payment in one step cannot be taken back, only refunded. */
export const close = async (
  context: CamaraContext,
  payment: PaymentReference,
): Promise<CloseOutcome> => {
  if (context.config.accessMode === 'one_step') return { kind: 'not_supported' };
  const { providerReference: id, orderNumber: correlator } = payment;
  if (!id) return { kind: 'unknown', detail: 'the operator never told its number of this payment' };
  const path = paymentPath(context, `payments/${encodeURIComponent(id)}/cancel`);
  const reply = await callOperator(context, 'POST', path, { body: {}, correlator });
  if (reply.kind === 'not_sent' || reply.kind === 'no_answer')
    return { kind: 'unknown', detail: reply.detail };
  const outcome = await query(context, payment);
  if (outcome.kind === 'found' && outcome.status === 'closed') return { kind: 'closed' };
  if (outcome.kind === 'found' && outcome.status === 'succeeded') return { kind: 'already_paid' };
  return { kind: 'unknown', detail: 'the operator has not cancelled it yet' };
};
