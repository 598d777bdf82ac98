import type { PaymentReference, QueryOutcome } from '../channel.ts';
import { amountOf } from './amount.ts';
import { callStripe, type StripeReply } from './client.ts';
import type { StripeContext } from './config.ts';
import { intentStatus, refusalReason, sessionStatus, sessionWord } from './status.ts';

const unknown = (detail: string): QueryOutcome => ({ kind: 'unknown', detail });

/**
 * Reads the session or intent by Stripe's number. Without one the answer to `create` was lost, so no buyer can have been
 * sent there: the same key brings the same object back.
 */
export const query = async (
  context: StripeContext,
  payment: PaymentReference,
): Promise<QueryOutcome> => {
  const { providerReference } = payment;
  if (!providerReference)
    return { kind: 'not_found', detail: 'Stripe never told its number of this payment' };
  return providerReference.startsWith('cs_')
    ? querySession(context, payment, providerReference)
    : queryIntent(context, payment, providerReference);
};

const querySession = async (
  context: StripeContext,
  { orderNumber }: PaymentReference,
  id: string,
): Promise<QueryOutcome> => {
  const reply = await callStripe(context, (stripe) => stripe.checkout.sessions.retrieve(id));
  if (reply.kind !== 'done') return refusal(reply);
  const session = reply.result;
  if (session.id !== id || session.client_reference_id !== orderNumber)
    return unknown('Stripe answered about another order');
  const word = sessionWord(session);
  const amount = amountOf(session.amount_total, session.currency);
  return {
    kind: 'found',
    status: sessionStatus(word),
    providerStatus: word,
    providerReference: id,
    ...(amount ? { amount } : {}),
  };
};

const queryIntent = async (
  context: StripeContext,
  { orderNumber }: PaymentReference,
  id: string,
): Promise<QueryOutcome> => {
  const reply = await callStripe(context, (stripe) => stripe.paymentIntents.retrieve(id));
  if (reply.kind !== 'done') return refusal(reply);
  const intent = reply.result;
  if (intent.id !== id || intent.metadata?.order !== orderNumber)
    return unknown('Stripe answered about another order');
  const status = intentStatus(intent.status);
  const amount = amountOf(
    status === 'succeeded' ? intent.amount_received : intent.amount,
    intent.currency,
  );
  const error = intent.last_payment_error;
  const failureReason = error
    ? refusalReason({ code: error.code ?? '', declineCode: error.decline_code ?? '' })
    : undefined;
  return {
    kind: 'found',
    status,
    providerStatus: intent.status,
    providerReference: id,
    ...(amount ? { amount } : {}),
    ...(failureReason && status !== 'succeeded' ? { failureReason } : {}),
  };
};

const refusal = (reply: Exclude<StripeReply<never>, { kind: 'done' }>): QueryOutcome => {
  if (reply.kind !== 'refused') return unknown(reply.detail);
  const detail = reply.message || `Stripe answered ${reply.status}`;
  if (reply.code === 'resource_missing' || reply.status === 404)
    return { kind: 'not_found', detail };
  const reason = refusalReason(reply);
  return { kind: 'unknown', detail, ...(reason ? { reason } : {}) };
};
