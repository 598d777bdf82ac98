import type { PaymentStep, ProceedOutcome, StepRequest } from '../channel.ts';
import { callPaypal, linkOf } from './client.ts';
import type { PaypalContext } from './config.ts';
import { query, read } from './query.ts';
import { refusalReason } from './status.ts';

/**
 * Captures an approved order under a request id of its own: asked again, it is the same capture. A buyer who came back
 * without approving is told by the order itself.
 */
export const proceed = async (
  context: PaypalContext,
  payment: StepRequest,
  _step: PaymentStep,
): Promise<ProceedOutcome> => {
  const now = await query(context, payment);
  if (now.kind !== 'found' || !now.awaitsApprovedStep) return now;
  const id = encodeURIComponent(payment.providerReference ?? '');
  const reply = await callPaypal(context, 'POST', `v2/checkout/orders/${id}/capture`, {
    body: {},
    requestId: `capture-${payment.orderNumber}`,
  });
  switch (reply.kind) {
    case 'done':
      return read(context, payment, reply.value);
    case 'not_sent':
    case 'no_answer':
      return { kind: 'unknown', detail: reply.detail };
    case 'refused':
      break;
  }
  if (reply.issue === 'INSTRUMENT_DECLINED') return anotherInstrument(reply.error, reply.message);
  if (reply.issue === 'ORDER_ALREADY_CAPTURED' || reply.issue === 'ORDER_NOT_APPROVED')
    return query(context, payment);
  return { kind: 'not_accepted', reason: refusalReason(reply.issue), detail: reply.message };
};

/** The buyer goes back to PayPal and takes another card: the same order. */
const anotherInstrument = (
  error: Readonly<Record<string, unknown>>,
  detail: string,
): ProceedOutcome => {
  const url = linkOf(error, ['redirect', 'payer-action', 'approve']);
  return url === undefined
    ? { kind: 'not_accepted', reason: 'declined', detail }
    : { kind: 'next', nextAction: { kind: 'redirect', url } };
};
