import type { PaymentReference, QueryOutcome } from '../channel.ts';
import { callOperator, type OperatorReply, paymentPath } from './client.ts';
import type { CamaraContext } from './config.ts';
import { paidAmountOf, paymentSchema } from './payment-object.ts';
import { paymentStatus, refusalReason } from './status.ts';

const unknown = (detail: string): QueryOutcome => ({ kind: 'unknown', detail });

/** How far around the attempt's time the operator's clock may be. */
const AROUND_MILLIS = 300_000;

/** `retrievePayment`; without the operator's number, the payments around its time are searched for ours. */
export const query = async (
  context: CamaraContext,
  payment: PaymentReference,
): Promise<QueryOutcome> => {
  const { providerReference: id, orderNumber: correlator } = payment;
  if (!id) return search(context, payment);
  const path = paymentPath(context, `payments/${encodeURIComponent(id)}`);
  const reply = await callOperator(context, 'GET', path, { correlator });
  return reply.kind === 'done' ? read(payment, reply.value) : refusal(reply);
};

const search = async (context: CamaraContext, payment: PaymentReference): Promise<QueryOutcome> => {
  const at = payment.createdAt.getTime();
  const range = new URLSearchParams({
    'paymentCreationDate.gte': new Date(at - AROUND_MILLIS).toISOString(),
    'paymentCreationDate.lte': new Date(at + AROUND_MILLIS).toISOString(),
    perPage: '100',
    order: 'desc',
  });
  const reply = await callOperator(context, 'GET', paymentPath(context, `payments?${range}`), {
    correlator: payment.orderNumber,
  });
  if (reply.kind !== 'done') return refusal(reply);
  if (!Array.isArray(reply.value)) return unknown('the operator answered with no list of payments');
  const own = reply.value.find(
    (one) =>
      paymentSchema.safeParse(one).data?.amountTransaction.referenceCode === payment.orderNumber,
  );
  if (own) return read(payment, own);
  // A full page may not be all there is.
  return reply.value.length < 100
    ? { kind: 'not_found', detail: 'the operator has no payment with our number' }
    : unknown('the operator has more payments than one page');
};

export const read = (payment: PaymentReference, value: unknown): QueryOutcome => {
  const answer = paymentSchema.safeParse(value).data;
  if (!answer) return unknown('the operator answered with something that is no payment');
  if (answer.amountTransaction.referenceCode !== payment.orderNumber)
    return unknown('the operator answered about another order');
  const word = answer.paymentStatus;
  const amount = paidAmountOf(answer);
  return {
    kind: 'found',
    status: paymentStatus(word),
    providerStatus: word,
    providerReference: answer.paymentId,
    ...(amount ? { amount } : {}),
    ...(word === 'denied' ? { failureReason: 'declined' as const } : {}),
    // Reserved, and charged only when we say so.
    ...(word === 'reserved' ? { awaitsApprovedStep: true } : {}),
  };
};

const refusal = (reply: Exclude<OperatorReply, { kind: 'done' }>): QueryOutcome => {
  if (reply.kind !== 'refused') return unknown(reply.detail);
  if (reply.code === 'NOT_FOUND') return { kind: 'not_found', detail: reply.message };
  return { kind: 'unknown', detail: reply.message, reason: refusalReason(reply.code) };
};
