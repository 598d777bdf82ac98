import { refundedMinor, type SimulatedPayment, type SimulatedRefund } from '../kit/books.ts';
import { escapeHtml } from '../kit/page.ts';
import { refundPayment } from '../kit/refund-payment.ts';
import type { EpayMerchant } from './account.ts';
import { spellFen } from './amount.ts';
import { type Call, extraOf } from './call.ts';
import { habitsOf } from './habits.ts';

/** `2016-08-06 22:55:52`, as gateways write time. */
export const gatewayTime = (atMillis: number): string =>
  new Date(atMillis).toISOString().slice(0, 19).replace('T', ' ');

/** The merchant's own order, by the gateway's number or by the merchant's. */
export const namedPayment = ({ desk, merchant, message }: Call): SimulatedPayment | undefined => {
  if (!message.trade_no) return desk.books.byNumber(merchant.id, message.out_trade_no ?? '');
  const named = desk.books.byReference(message.trade_no);
  return named?.merchant === merchant.id ? named : undefined;
};

/** v1 pays an order back once, whole or in part; v2 until all is paid back. */
const isRefunded = (payment: SimulatedPayment): boolean =>
  payment.refunds.length > 0 &&
  (extraOf(payment).protocol === 'v1' || refundedMinor(payment) === payment.paidMinor);

/** Status as the engine numbers it: 0 unpaid, 1 paid, 2 refunded. */
export const statusNumber = (payment: SimulatedPayment): 0 | 1 | 2 => {
  if (payment.state !== 'paid') return 0;
  return isRefunded(payment) ? 2 : 1;
};

/** Names go out as the engine stores them: escaped. */
export const shownName = ({ subject }: SimulatedPayment): string => escapeHtml(subject);

/** An order's amount, or what was really paid, as this gateway spells it. */
export const shownMoney = (merchant: EpayMerchant, payment: SimulatedPayment): string =>
  spellFen(payment.paidMinor || payment.minor, habitsOf(merchant).moneyAs, extraOf(payment).money);

type Refunding =
  | { readonly kind: 'refunded'; readonly refund: SimulatedRefund }
  | { readonly kind: 'refused'; readonly message: string };

const refused = (message: string): Refunding => ({ kind: 'refused', message });

/** v2: a merchant's refund number that was used before names the refund that was made then. */
export const refundOrder = (
  { desk, merchant }: Call,
  payment: SimulatedPayment | undefined,
  wanted: { readonly minor: number | undefined; readonly number: string },
): Refunding => {
  if (!payment) return refused('当前订单不存在！');
  if (wanted.minor === undefined) return refused('金额输入错误');
  const onlyPaid = refused('只支持退款已支付状态的订单');
  if (extraOf(payment).protocol === 'v1' && isRefunded(payment)) return onlyPaid;
  const number = wanted.number || `${payment.reference}${payment.refunds.length + 1}`;
  const result = refundPayment(desk, merchant, payment, { number, minor: wanted.minor });
  switch (result.kind) {
    case 'refunded':
      return result;
    case 'number_taken': {
      const known = payment.refunds.find((refund) => refund.number === number);
      return known ? { kind: 'refunded', refund: known } : onlyPaid;
    }
    case 'refused':
      return refused(result.word);
    case 'not_paid':
      return onlyPaid;
    case 'too_much':
      return isRefunded(payment) ? onlyPaid : refused('退款金额不能大于订单金额');
  }
};
