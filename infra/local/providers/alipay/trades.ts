import { formatDecimalAmount, money, parseDecimalAmount } from '#shared/domain/money/money.ts';
import { refundedMinor, type SimulatedPayment } from '../kit/books.ts';
import { refundPayment } from '../kit/refund-payment.ts';
import type { AlipayDesk } from './accounts.ts';
import { type GatewayAnswer, type GatewayCall, refusal, success } from './gateway.ts';

export const yuan = (minor: number): string => formatDecimalAmount(money('CNY', minor));

export const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** `2026-11-27 20:15:00` in China. */
export const chinaTime = (millis: number): string =>
  new Date(millis + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');

/** The trade of a number; a code that nobody has scanned is none yet. */
const tradeOf = (desk: AlipayDesk, { merchant, account, content }: GatewayCall) => {
  const payment = desk.books.byNumber(merchant.id, text(content.out_trade_no));
  const isBegun = payment?.extra.isBegun === true || payment?.state === 'paid';
  return payment?.extra.appId === account.appId && isBegun ? payment : undefined;
};

const NOT_THERE = refusal('ACQ.TRADE_NOT_EXIST', '交易不存在');

export const statusOf = (payment: SimulatedPayment): string => {
  if (payment.state === 'closed') return 'TRADE_CLOSED';
  if (payment.state !== 'paid') return 'WAIT_BUYER_PAY';
  return refundedMinor(payment) >= payment.paidMinor && payment.paidMinor > 0
    ? 'TRADE_CLOSED'
    : 'TRADE_SUCCESS';
};

export const queryTrade = (desk: AlipayDesk, call: GatewayCall): GatewayAnswer => {
  const payment = tradeOf(desk, call);
  if (!payment) return NOT_THERE;
  return success({
    buyer_logon_id: '159****5620',
    out_trade_no: payment.number,
    trade_no: payment.reference,
    trade_status: statusOf(payment),
    total_amount: yuan(payment.paidMinor || payment.minor),
    ...(payment.state === 'paid' ? { send_pay_date: chinaTime(payment.paidAtMillis) } : {}),
  });
};

export const closeTrade = (desk: AlipayDesk, call: GatewayCall): GatewayAnswer => {
  const payment = tradeOf(desk, call);
  if (!payment) return NOT_THERE;
  if (statusOf(payment) !== 'WAIT_BUYER_PAY')
    return refusal('ACQ.REASON_TRADE_STATUS_INVALID', '交易状态异常');
  payment.state = 'closed';
  desk.books.save(payment);
  desk.notify(payment, 'payment');
  return success({ out_trade_no: payment.number, trade_no: payment.reference });
};

export const refundTrade = (desk: AlipayDesk, call: GatewayCall): GatewayAnswer => {
  const payment = tradeOf(desk, call);
  if (!payment) return NOT_THERE;
  const amount = parseDecimalAmount(text(call.content.refund_amount), 'CNY');
  const number = text(call.content.out_request_no);
  if (!amount || number === '') return refusal('ACQ.INVALID_PARAMETER', '参数无效');
  const result = refundPayment(desk, call.merchant, payment, {
    number,
    minor: Number(amount.minor),
  });
  switch (result.kind) {
    case 'not_paid':
      return refusal('ACQ.TRADE_STATUS_ERROR', '交易状态不合法');
    case 'too_much':
      return refusal('ACQ.REASON_TRADE_REFUND_FEE_ERR', '退款金额无效');
    case 'number_taken':
      return refusal('ACQ.DISCORDANT_REPEAT_REQUEST', '不一致的请求');
    case 'refused':
      return refusal(result.word, '退款被拒绝');
    case 'refunded':
      break;
  }
  return success({
    out_trade_no: payment.number,
    trade_no: payment.reference,
    fund_change: !result.again && result.refund.state === 'done' ? 'Y' : 'N',
    refund_fee: yuan(doneMinor(payment)),
    send_back_fee: yuan(result.refund.minor),
  });
};

/** What has really gone back. */
export const doneMinor = ({ refunds }: SimulatedPayment): number =>
  refunds.reduce((sum, { minor, state }) => (state === 'done' ? sum + minor : sum), 0);

/** Of a refund that is not done nothing is told. */
export const queryRefund = (desk: AlipayDesk, call: GatewayCall): GatewayAnswer => {
  const payment = tradeOf(desk, call);
  if (!payment) return NOT_THERE;
  const refund = payment.refunds.find(({ number }) => number === call.content.out_request_no);
  if (refund?.state !== 'done') return success({});
  return success({
    out_trade_no: payment.number,
    trade_no: payment.reference,
    out_request_no: refund.number,
    total_amount: yuan(payment.paidMinor),
    refund_amount: yuan(refund.minor),
    refund_status: 'REFUND_SUCCESS',
  });
};
