import { refundedMinor } from '../kit/books.ts';
import { json, type Reply, type SimulatedRequest } from '../kit/exchange.ts';
import type { EpayDesk, EpayMerchant, EpaySimulation } from './account.ts';
import { fenOf, yuan } from './amount.ts';
import { type Call, extraOf, type Message, messageOf } from './call.ts';
import { cannotPay, handoverOf, submit } from './cashier.ts';
import { acceptOrder } from './orders.ts';
import { rsaMatches, rsaOf } from './signature.ts';
import {
  gatewayTime,
  namedPayment,
  refundOrder,
  shownMoney,
  shownName,
  statusNumber,
} from './trades.ts';

/** Requests older or newer than this are refused. */
const CLOCK_TOLERANCE_SECONDS = 300;

/** v2's words for what v1 calls `payurl`; the others are the same. */
const PAY_TYPES = {
  qrcode: 'qrcode',
  payurl: 'jump',
  urlscheme: 'urlscheme',
  html: 'html',
} as const;

/** Protocol v2: everything under `/api/pay/`, signed with RSA in both directions. */
export const answerV2 = (
  epay: EpaySimulation,
  desk: EpayDesk,
  request: SimulatedRequest,
): Reply => {
  const message = messageOf(request);
  const merchant = desk.merchants.get(message.pid ?? '');
  const isPage = request.path === '/api/pay/submit';
  const refuse = isPage ? cannotPay : refused;
  if (!merchant) return refuse('商户不存在');
  const problem = problemOf(merchant, message);
  if (problem) return refuse(problem);
  const call = { epay, desk, merchant, message };
  switch (request.path) {
    case '/api/pay/submit':
      return submit(call, 'v2');
    case '/api/pay/create':
      return order(call);
    case '/api/pay/query':
      return query(call);
    case '/api/pay/refund':
      return refund(call);
    case '/api/pay/refundquery':
      return refundQuery(call);
    default:
      return refused('No Act!');
  }
};

/** Failures carry no signature. */
const refused = (msg: string): Reply => json({ code: -1, msg });

const problemOf = ({ keys }: EpayMerchant, message: Message): string | undefined => {
  if (message.sign_type !== 'RSA') return '签名类型错误';
  const age = Math.abs(Date.now() / 1000 - Number(message.timestamp));
  if (!(age <= CLOCK_TOLERANCE_SECONDS)) return '时间戳字段验证失败';
  return rsaMatches(message, keys.pair.publicKey) ? undefined : '签名校验失败';
};

/** A successful reply: `code` 0, the time and the platform's signature. */
const signed = (
  { desk }: Pick<Call, 'desk'>,
  fields: Readonly<Record<string, string | number>>,
): Reply => {
  const body = {
    code: 0,
    msg: 'success',
    ...fields,
    timestamp: String(Math.floor(Date.now() / 1000)),
  };
  const texts = Object.fromEntries(Object.entries(body).map(([name, value]) => [name, `${value}`]));
  return json({ ...body, sign: rsaOf(texts, desk.platform.pair.privateKey), sign_type: 'RSA' });
};

const order = (call: Call): Reply => {
  if (!call.message.type) return refused('支付方式(type)不能为空');
  if (!call.message.method) return refused('接口类型(method)不能为空');
  const accepted = acceptOrder(call, 'v2');
  if (accepted.kind === 'refused') return refused(accepted.message);
  if (accepted.kind === 'broken') return accepted.reply;
  const { payment, fault } = accepted;
  if (fault) return fault;
  const { kind, content } = handoverOf(call, payment);
  return signed(call, {
    trade_no: payment.reference,
    pay_type: PAY_TYPES[kind],
    pay_info: content,
  });
};

const query = (call: Call): Reply => {
  const payment = namedPayment(call);
  if (!payment) return refused('订单号不存在');
  const refunded = refundedMinor(payment);
  return signed(call, {
    trade_no: payment.reference,
    out_trade_no: payment.number,
    type: payment.method,
    status: statusNumber(payment),
    pid: Number(payment.merchant) || payment.merchant,
    addtime: gatewayTime(payment.createdAtMillis),
    ...(payment.paidAtMillis ? { endtime: gatewayTime(payment.paidAtMillis) } : {}),
    name: shownName(payment),
    money: shownMoney(call.merchant, payment),
    ...(refunded > 0 ? { refundmoney: yuan(refunded) } : {}),
    param: extraOf(payment).param,
  });
};

const refund = (call: Call): Reply => {
  const payment = namedPayment(call);
  const result = refundOrder(call, payment, {
    minor: fenOf(call.message.money ?? ''),
    number: call.message.out_refund_no ?? '',
  });
  if (result.kind === 'refused') return refused(result.message);
  return signed(call, {
    refund_no: result.refund.reference,
    out_refund_no: result.refund.number,
    trade_no: payment?.reference ?? '',
    money: yuan(result.refund.minor),
    reducemoney: yuan(payment ? refundedMinor(payment) : 0),
  });
};

const refundQuery = (call: Call): Reply => {
  const { desk, merchant, message } = call;
  for (const payment of desk.books.payments(merchant.id)) {
    const known = payment.refunds.find(
      ({ number, reference }) =>
        reference === message.refund_no || number === message.out_refund_no,
    );
    if (known) {
      return signed(call, {
        refund_no: known.reference,
        out_refund_no: known.number,
        trade_no: payment.reference,
        out_trade_no: payment.number,
        money: yuan(known.minor),
        status: known.state === 'failed' ? 0 : 1,
      });
    }
  }
  return refused('退款订单不存在');
};
