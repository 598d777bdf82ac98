import type { CloseOutcome, PaymentReference } from '../channel.ts';
import { callStripe } from './client.ts';
import type { StripeContext } from './config.ts';
import { query } from './query.ts';

/** Expires the session or cancels the intent. Refused once it is over: then a question tells how it ended. */
export const close = async (
  context: StripeContext,
  payment: PaymentReference,
): Promise<CloseOutcome> => {
  const { providerReference: id } = payment;
  if (!id) return { kind: 'unknown', detail: 'Stripe never told its number of this payment' };
  const reply = await callStripe(context, async (stripe) =>
    id.startsWith('cs_') ? stripe.checkout.sessions.expire(id) : stripe.paymentIntents.cancel(id),
  );
  if (reply.kind === 'done') {
    const ended = reply.result.status === 'expired' || reply.result.status === 'canceled';
    return ended ? { kind: 'closed' } : { kind: 'unknown', detail: 'Stripe did not close it' };
  }
  if (reply.kind !== 'refused') return { kind: 'unknown', detail: reply.detail };
  const outcome = await query(context, payment);
  if (outcome.kind === 'found' && outcome.status === 'succeeded') return { kind: 'already_paid' };
  if (outcome.kind === 'found' && outcome.status === 'closed') return { kind: 'closed' };
  return { kind: 'unknown', detail: reply.message };
};
