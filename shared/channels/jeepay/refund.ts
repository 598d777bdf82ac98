import { sameMoney } from '../../domain/money/money.ts';
import type { RefundOutcome, RefundRequest } from '../channel.ts';
import { type Fields, textField } from '../wire/fields.ts';
import { post } from './client.ts';
import type { JeepayContext } from './config.ts';
import { amountOf } from './query.ts';
import { leavesOpen, refundState, saysNumberIsKnown, saysTryLater } from './status.ts';

const unknown = (detail: string): RefundOutcome => ({ kind: 'unknown', detail });

/** `api/refund/refundOrder` by our refund number; a known number is asked about instead. */
export const refund = async (
  context: JeepayContext,
  request: RefundRequest,
): Promise<RefundOutcome> => {
  if (request.refundAmount.currency !== 'CNY' || request.refundAmount.minor <= 0n)
    return { kind: 'did_not_happen', reason: 'Jeepay refunds positive amounts in CNY' };
  const reply = await post(context, 'api/refund/refundOrder', {
    mchOrderNo: request.orderNumber,
    mchRefundNo: request.refundNumber,
    refundAmount: Number(request.refundAmount.minor),
    currency: 'cny',
    refundReason: request.reason || 'refund',
    notifyUrl: context.notifyUrl,
  });
  switch (reply.kind) {
    case 'not_sent':
      return { kind: 'did_not_happen', reason: reply.detail, transient: true };
    case 'no_answer':
      return unknown(reply.detail);
    case 'done':
      return read(request, reply.data);
    case 'refused':
      break;
  }
  const { code, message } = reply;
  if (saysNumberIsKnown(message)) return ask(context, request);
  if (saysTryLater(message)) return { kind: 'did_not_happen', reason: message, transient: true };
  return leavesOpen(code, message) || message === ''
    ? unknown(message || `the gateway answered code ${code}`)
    : { kind: 'did_not_happen', reason: message };
};

const ask = async (context: JeepayContext, request: RefundRequest): Promise<RefundOutcome> => {
  const reply = await post(context, 'api/refund/query', { mchRefundNo: request.refundNumber });
  if (reply.kind === 'done') return read(request, reply.data);
  return unknown(reply.kind === 'refused' ? reply.message : reply.detail);
};

const read = (request: RefundRequest, data: Fields): RefundOutcome => {
  if (textField(data, 'mchRefundNo', 64) !== request.refundNumber)
    return unknown('the gateway answered about another refund');
  const amount = amountOf(data, 'refundAmount');
  // The reply to a new refund names no currency.
  const agrees = amount
    ? sameMoney(amount, request.refundAmount)
    : textField(data, 'refundAmount', 20) === String(request.refundAmount.minor);
  if (!agrees) return unknown(`the gateway speaks of "${textField(data, 'refundAmount', 20)}" fen`);
  const reference = textField(data, 'refundOrderId', 64);
  const providerReference = reference ? { providerReference: reference } : {};
  switch (refundState(textField(data, 'state', 20))) {
    case 'succeeded':
      return { kind: 'succeeded', ...providerReference };
    case 'pending':
      return { kind: 'pending', ...providerReference };
    case 'failed':
      return {
        kind: 'did_not_happen',
        reason: textField(data, 'errMsg') || 'the gateway says that this refund failed',
      };
    case 'unknown':
      return unknown(`a refund state that is not known: ${textField(data, 'state', 20)}`);
  }
};
