import { formatDecimalAmount, parseDecimalAmount, sameMoney } from '../../domain/money/money.ts';
import type { RefundOutcome, RefundRequest } from '../channel.ts';
import { type Fields, textField } from '../wire/fields.ts';
import { isSignedByGateway, post, signedRequest } from './client.ts';
import type { EpayContext } from './config.ts';
import { leavesRefundOpen } from './status.ts';

/**
 * Pays back all or a part.
 *
 * v2 knows our refund number, so a repeated request first asks what became of the earlier one. v1 has no refund
 * number at all: after `unknown` a person must look at the gateway before anybody repeats the refund.
 */
export const refund = async (
  context: EpayContext,
  request: RefundRequest,
): Promise<RefundOutcome> => {
  if (request.refundAmount.currency !== 'CNY' || request.refundAmount.minor <= 0n) {
    return { kind: 'did_not_happen', reason: 'epay refunds positive amounts in CNY' };
  }
  return context.config.protocol === 'v2' ? refundV2(context, request) : refundV1(context, request);
};

const unknown = (detail: string): RefundOutcome => ({ kind: 'unknown', detail });

/** The gateway's own number when we have it: it is the one of the two that is surely unique there. */
const orderOf = ({ orderNumber, providerReference }: RefundRequest): Record<string, string> =>
  providerReference ? { trade_no: providerReference } : { out_trade_no: orderNumber };

const refundV1 = async (context: EpayContext, request: RefundRequest): Promise<RefundOutcome> => {
  const reply = await post(context, 'api.php?act=refund', {
    pid: context.config.pid,
    key: context.credentials.key ?? '',
    ...orderOf(request),
    money: formatDecimalAmount(request.refundAmount),
  });
  switch (reply.kind) {
    case 'not_sent':
      return { kind: 'did_not_happen', reason: reply.detail, transient: true };
    case 'refused':
      return { kind: 'did_not_happen', reason: reply.detail };
    case 'no_answer':
      return unknown(reply.detail);
    case 'reply':
      break;
  }
  const code = textField(reply.fields, 'code', 20);
  const message = textField(reply.fields, 'msg');
  if (code === '1') return { kind: 'succeeded' };
  // The documents say 1, the open engine answers 0, and to other gateways 0 means failure: 0 needs a second witness.
  if (code === '0') {
    return /成功|success/i.test(message) || refundedAmountAgrees(reply.fields, request)
      ? { kind: 'succeeded' }
      : unknown(message || 'the gateway answered code 0, which means yes to some and no to others');
  }
  return refusal(code, message);
};

const refundV2 = async (context: EpayContext, request: RefundRequest): Promise<RefundOutcome> => {
  const earlier = await earlierRefund(context, request);
  if (earlier) return earlier;
  const signed = signedRequest(context, {
    ...orderOf(request),
    money: formatDecimalAmount(request.refundAmount),
    out_refund_no: request.refundNumber,
  });
  if (!signed) return { kind: 'did_not_happen', reason: 'the stored key cannot sign' };
  const reply = await post(context, 'api/pay/refund', signed);
  switch (reply.kind) {
    case 'not_sent':
      return { kind: 'did_not_happen', reason: reply.detail, transient: true };
    case 'refused':
      return { kind: 'did_not_happen', reason: reply.detail };
    case 'no_answer':
      return unknown(reply.detail);
    case 'reply':
      break;
  }
  const code = textField(reply.fields, 'code', 20);
  if (code !== '0') return refusal(code, textField(reply.fields, 'msg'));
  return confirmed(context, request, reply.fields);
};

/** What the gateway knows of this refund number; `undefined` when it does not know it (or cannot be asked). */
const earlierRefund = async (
  context: EpayContext,
  request: RefundRequest,
): Promise<RefundOutcome | undefined> => {
  const signed = signedRequest(context, { out_refund_no: request.refundNumber });
  if (!signed) return { kind: 'did_not_happen', reason: 'the stored key cannot sign' };
  const reply = await post(context, 'api/pay/refundquery', signed);
  // Without an answer nobody knows whether this number was used before; sending it again could pay back twice.
  if (reply.kind === 'not_sent' || reply.kind === 'no_answer') return unknown(reply.detail);
  // Older gateways lack the query.
  if (reply.kind === 'refused' || textField(reply.fields, 'code', 20) !== '0') return undefined;
  if (textField(reply.fields, 'status', 20) === '0') {
    return { kind: 'did_not_happen', reason: 'the gateway says that this refund failed' };
  }
  return confirmed(context, request, reply.fields);
};

const confirmed = (context: EpayContext, request: RefundRequest, fields: Fields): RefundOutcome => {
  if (!isSignedByGateway(context, fields)) {
    return unknown("the gateway's reply does not carry its signature");
  }
  if (!refundedAmountAgrees(fields, request)) {
    return unknown(`the gateway says it refunded "${textField(fields, 'money', 40)}"`);
  }
  const providerReference = textField(fields, 'refund_no', 64);
  return { kind: 'succeeded', ...(providerReference ? { providerReference } : {}) };
};

const refundedAmountAgrees = (fields: Fields, { refundAmount }: RefundRequest): boolean => {
  const refunded = parseDecimalAmount(textField(fields, 'money', 40), 'CNY');
  return refunded !== undefined && sameMoney(refunded, refundAmount);
};

const refusal = (code: string, message: string): RefundOutcome =>
  leavesRefundOpen(message) || message === ''
    ? unknown(message || `the gateway answered code ${code}`)
    : { kind: 'did_not_happen', reason: message };
