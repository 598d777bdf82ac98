import { formatDecimalAmount, sameMoney } from '../../domain/money/money.ts';
import type { RefundOutcome, RefundRequest } from '../channel.ts';
import { textIn } from '../wire/json-object.ts';
import { amountOf } from './amount.ts';
import { callPaypal, type PaypalReply } from './client.ts';
import type { PaypalContext } from './config.ts';
import { captureOf, orderNumberOf, orderSchema } from './order.ts';
import { refundStatus } from './status.ts';

const unknown = (detail: string): RefundOutcome => ({ kind: 'unknown', detail });

/** Pays back the order's capture under our refund number as request id. */
export const refund = async (
  context: PaypalContext,
  request: RefundRequest,
): Promise<RefundOutcome> => {
  const capture = await captureIdOf(context, request);
  if (typeof capture !== 'string') return capture;
  const reply = await callPaypal(
    context,
    'POST',
    `v2/payments/captures/${encodeURIComponent(capture)}/refund`,
    {
      body: {
        amount: {
          currency_code: request.refundAmount.currency,
          value: formatDecimalAmount(request.refundAmount),
        },
        invoice_id: request.refundNumber,
        custom_id: request.orderNumber,
        note_to_payer: request.reason.slice(0, 200) || 'refund',
      },
      requestId: request.refundNumber,
    },
  );
  if (reply.kind !== 'done') return refusal(reply);
  // The same request id repeats the first answer: what was in work is looked up anew.
  return refundStatus(textIn(reply.value, 'status')) === 'pending'
    ? readAgain(context, request, textIn(reply.value, 'id'))
    : read(request, reply.value);
};

const captureIdOf = async (
  context: PaypalContext,
  { providerReference: id, orderNumber }: RefundRequest,
): Promise<string | RefundOutcome> => {
  if (!id)
    return { kind: 'did_not_happen', reason: 'PayPal never told its number of this payment' };
  const reply = await callPaypal(context, 'GET', `v2/checkout/orders/${encodeURIComponent(id)}`);
  if (reply.kind !== 'done') return refusal(reply);
  const order = orderSchema.safeParse(reply.value).data;
  if (!order || orderNumberOf(order) !== orderNumber)
    return unknown('PayPal answered about another order');
  return (
    captureOf(order)?.id ?? { kind: 'did_not_happen', reason: 'nothing was paid in this order' }
  );
};

const readAgain = async (
  context: PaypalContext,
  request: RefundRequest,
  id: string,
): Promise<RefundOutcome> => {
  const reply = await callPaypal(context, 'GET', `v2/payments/refunds/${encodeURIComponent(id)}`);
  return reply.kind === 'done'
    ? read(request, reply.value)
    : { kind: 'pending', providerReference: id };
};

const read = (request: RefundRequest, value: Readonly<Record<string, unknown>>): RefundOutcome => {
  const amount = amountOf(value.amount);
  if (!amount || !sameMoney(amount, request.refundAmount))
    return unknown('PayPal speaks of another amount');
  const providerReference = textIn(value, 'id', 100);
  const word = textIn(value, 'status', 60);
  switch (refundStatus(word)) {
    case 'succeeded':
      return { kind: 'succeeded', providerReference };
    case 'pending':
      return { kind: 'pending', providerReference };
    case 'failed':
      return { kind: 'did_not_happen', reason: `PayPal says ${word.toLowerCase()}` };
    case 'unknown':
      return unknown(`a refund status that is not known: ${word}`);
  }
};

const refusal = (reply: Exclude<PaypalReply, { kind: 'done' }>): RefundOutcome => {
  switch (reply.kind) {
    case 'not_sent':
      return { kind: 'did_not_happen', reason: reply.detail, transient: true };
    case 'no_answer':
      return unknown(reply.detail);
    case 'refused':
      // Timed out, or another request with this id is in work.
      if (reply.status === 408 || reply.status === 409 || /DUPLICATE/.test(reply.issue))
        return unknown(reply.message);
      return {
        kind: 'did_not_happen',
        reason: reply.message,
        ...(reply.status === 429 || reply.status === 401 ? { transient: true } : {}),
      };
  }
};
