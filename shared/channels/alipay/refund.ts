import { formatDecimalAmount, parseDecimalAmount, sameMoney } from '../../domain/money/money.ts';
import type { RefundOutcome, RefundRequest } from '../channel.ts';
import { type Fields, textField } from '../wire/fields.ts';
import { call } from './client.ts';
import type { AlipayContext } from './config.ts';
import { isFromGateway, leavesOpen, saysNoSuchTrade } from './status.ts';

const TIMEOUT_MILLIS = 15_000;
const MAX_REASON = 256;

const unknown = (detail: string): RefundOutcome => ({ kind: 'unknown', detail });

/**
 * `alipay.trade.refund` under our refund number (`out_request_no`): the same number again is the same refund. Success of the
 * call says only that it was taken: the money moved when `fund_change` is `Y`; otherwise the refund is asked about.
 */
export const refund = async (
  context: AlipayContext,
  request: RefundRequest,
): Promise<RefundOutcome> => {
  const { orderNumber, refundNumber, refundAmount, reason } = request;
  if (refundAmount.currency !== 'CNY' || refundAmount.minor <= 0n)
    return { kind: 'did_not_happen', reason: 'Alipay refunds positive amounts in CNY' };
  const reply = await call(
    context,
    {
      method: 'alipay.trade.refund',
      content: {
        out_trade_no: orderNumber,
        refund_amount: formatDecimalAmount(refundAmount),
        out_request_no: refundNumber,
        refund_reason: (reason.trim() || 'refund').slice(0, MAX_REASON),
      },
    },
    TIMEOUT_MILLIS,
  );
  switch (reply.kind) {
    case 'not_sent':
    case 'cannot_sign':
    case 'turned_away':
      return nobodyReached(reply.detail);
    case 'no_answer':
      return unknown(reply.detail);
    case 'refused':
      if (leavesOpen(reply)) return unknown(reply.message);
      return isFromGateway(reply)
        ? nobodyReached(reply.message)
        : ask(context, request, { kind: 'did_not_happen', reason: reply.message });
    case 'done':
      return isProven(request, reply.fields)
        ? { kind: 'succeeded' }
        : ask(context, request, unknown('Alipay took the refund, and has not moved the money yet'));
  }
};

/** This call did nothing, and says nothing of an earlier one. */
const nobodyReached = (reason: string): RefundOutcome => ({
  kind: 'did_not_happen',
  reason,
  transient: true,
});

/** The reply's `refund_fee` is all that went back of this trade so far, this refund included. */
const isProven = ({ orderNumber, refundAmount }: RefundRequest, fields: Fields): boolean => {
  const sum = parseDecimalAmount(textField(fields, 'refund_fee', 40), 'CNY');
  return (
    textField(fields, 'out_trade_no', 65) === orderNumber &&
    textField(fields, 'fund_change', 4) === 'Y' &&
    sum !== undefined &&
    sum.minor >= refundAmount.minor
  );
};

/**
 * `alipay.trade.fastpay.refund.query`: also after a refusal, because an earlier call under this number may have done what
 * this one could not do again. Only `REFUND_SUCCESS` proves anything; that it is missing does not.
 *
 * @param otherwise what it is when Alipay answers and does not speak of this refund as done
 */
const ask = async (
  context: AlipayContext,
  { orderNumber, refundNumber, refundAmount }: RefundRequest,
  otherwise: RefundOutcome,
): Promise<RefundOutcome> => {
  const reply = await call(context, {
    method: 'alipay.trade.fastpay.refund.query',
    content: { out_trade_no: orderNumber, out_request_no: refundNumber },
  });
  if (reply.kind === 'refused') return saysNoSuchTrade(reply) ? otherwise : unknown(reply.message);
  if (reply.kind !== 'done') return unknown(reply.detail);
  const { fields } = reply;
  const word = textField(fields, 'refund_status', 64);
  const amount = parseDecimalAmount(textField(fields, 'refund_amount', 40), 'CNY');
  if (word === '' && amount === undefined) return otherwise;
  if (
    textField(fields, 'out_trade_no', 65) !== orderNumber ||
    textField(fields, 'out_request_no', 65) !== refundNumber
  )
    return unknown('Alipay answered about another refund');
  if (word !== 'REFUND_SUCCESS')
    return unknown(`Alipay tells no success of this refund (${word || 'no word'})`);
  return amount && sameMoney(amount, refundAmount)
    ? { kind: 'succeeded' }
    : unknown(`Alipay refunded "${textField(fields, 'refund_amount', 40)}" under this number`);
};
