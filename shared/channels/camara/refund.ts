import { z } from 'zod';
import { formatDecimalAmount, sameMoney } from '../../domain/money/money.ts';
import type { RefundOutcome, RefundRequest } from '../channel.ts';
import { callOperator, type OperatorReply, refundPath } from './client.ts';
import type { CamaraContext } from './config.ts';
import { amountOf } from './payment-object.ts';
import { sinkOf } from './sink.ts';
import { refundStatus } from './status.ts';

const refundSchema = z.object({
  refundId: z.string().min(1).max(300),
  refundStatus: z.string(),
  type: z.string(),
  amountTransaction: z.object({
    referenceCode: z.string(),
    refundAmount: z.object({
      chargingInformation: z.object({ amount: z.number(), currency: z.string() }).nullish(),
    }),
  }),
});
type OperatorRefund = z.infer<typeof refundSchema>;

const unknown = (detail: string): RefundOutcome => ({ kind: 'unknown', detail });

/** `createRefund`, partial with its amount; a number that is known is looked up. */
export const refund = async (
  context: CamaraContext,
  request: RefundRequest,
): Promise<RefundOutcome> => {
  const { providerReference: id, refundAmount, refundNumber } = request;
  if (!id)
    return { kind: 'did_not_happen', reason: 'the operator never told its number of this payment' };
  const reply = await callOperator(
    context,
    'POST',
    refundPath(context, `payments/${encodeURIComponent(id)}/refunds`),
    {
      body: {
        type: 'partial',
        reason: request.reason.slice(0, 200),
        amountTransaction: {
          clientCorrelator: refundNumber,
          referenceCode: refundNumber,
          refundAmount: {
            chargingInformation: {
              amount: Number(formatDecimalAmount(refundAmount)),
              currency: refundAmount.currency,
              description: 'refund',
            },
          },
        },
        ...sinkOf(context, { orderNumber: request.orderNumber, refundNumber }),
      },
      correlator: refundNumber,
    },
  );
  switch (reply.kind) {
    case 'done':
      return read(request, reply.value);
    case 'refused':
      return refusal(context, request, reply);
    case 'not_sent':
      return { kind: 'did_not_happen', reason: reply.detail, transient: true };
    case 'no_answer':
      return unknown(reply.detail);
  }
};

const refusal = (
  context: CamaraContext,
  request: RefundRequest,
  { status, code, message }: Extract<OperatorReply, { kind: 'refused' }>,
): Promise<RefundOutcome> | RefundOutcome => {
  if (status === 409) return lookUp(context, request);
  return code === 'TOO_MANY_REQUESTS' || code === 'UNAUTHENTICATED'
    ? { kind: 'did_not_happen', reason: message, transient: true }
    : { kind: 'did_not_happen', reason: message };
};

/** `retrieveRefunds` of the payment, searched for our number. */
const lookUp = async (context: CamaraContext, request: RefundRequest): Promise<RefundOutcome> => {
  const id = encodeURIComponent(request.providerReference ?? '');
  const reply = await callOperator(
    context,
    'GET',
    refundPath(context, `payments/${id}/refunds?perPage=100`),
    { correlator: request.refundNumber },
  );
  if (reply.kind !== 'done' || !Array.isArray(reply.value))
    return unknown('the operator knows this number, and does not say what became of it');
  const own = reply.value.find(
    (one) =>
      refundSchema.safeParse(one).data?.amountTransaction.referenceCode === request.refundNumber,
  );
  return own ? read(request, own) : unknown('the operator knows this number from elsewhere');
};

const read = (request: RefundRequest, value: unknown): RefundOutcome => {
  const answer = refundSchema.safeParse(value).data;
  if (!answer) return unknown('the operator answered with something that is no refund');
  if (answer.amountTransaction.referenceCode !== request.refundNumber)
    return unknown('the operator answered about another refund');
  if (!agrees(request, answer)) return unknown('the operator speaks of another amount');
  const providerReference = answer.refundId;
  switch (refundStatus(answer.refundStatus)) {
    case 'succeeded':
      return { kind: 'succeeded', providerReference };
    case 'pending':
      return { kind: 'pending', providerReference };
    case 'failed':
      return { kind: 'did_not_happen', reason: 'the operator denied this refund' };
    case 'unknown':
      return unknown(`a refund status that is not known: ${answer.refundStatus}`);
  }
};

const agrees = (
  { refundAmount }: RefundRequest,
  { amountTransaction }: OperatorRefund,
): boolean => {
  const charged = amountTransaction.refundAmount.chargingInformation;
  const amount = charged && amountOf(charged.amount, charged.currency);
  return amount ? sameMoney(amount, refundAmount) : false;
};
