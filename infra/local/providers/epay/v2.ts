import { acceptOrder } from './accept-order.ts';
import { fenOf, spellFen } from './amount.ts';
import type { SimulatedOrder } from './books.ts';
import { createAnswer } from './create-answer.ts';
import { type Exchange, html, json, type Reply } from './exchange.ts';
import type { Gateway } from './gateway.ts';
import type { SimulatedMerchant } from './merchant.ts';
import { gatewayTime } from './notification.ts';
import { messagePage } from './page.ts';
import { refundOrder } from './refund-order.ts';
import { rsaMatches, rsaOf } from './signature.ts';
import { submit } from './submit.ts';
import { statusNumber } from './v1.ts';

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
  gateway: Gateway,
  merchant: SimulatedMerchant | undefined,
  exchange: Exchange,
): Reply => {
  const page = exchange.path === '/api/pay/submit';
  const problem = problemOf(merchant, exchange.message);
  if (problem || !merchant) {
    const text = problem ?? '商户不存在';
    return page ? html(messagePage('无法支付', text)) : refused(text);
  }
  switch (exchange.path) {
    case '/api/pay/submit':
      return submit(gateway, merchant, exchange, 'v2');
    case '/api/pay/create':
      return order(gateway, merchant, exchange.message);
    case '/api/pay/query':
      return query(gateway, merchant, exchange.message);
    case '/api/pay/refund':
      return refund(gateway, merchant, exchange.message);
    case '/api/pay/refundquery':
      return refundQuery(gateway, merchant, exchange.message);
    default:
      return refused('No Act!');
  }
};

type Message = Readonly<Record<string, string>>;

/** Failures carry no signature. */
const refused = (msg: string): Reply => json({ code: -1, msg });

const problemOf = (
  merchant: SimulatedMerchant | undefined,
  message: Message,
): string | undefined => {
  if (!merchant) return '商户不存在';
  if (message.sign_type !== 'RSA') return '签名类型错误';
  const age = Math.abs(Date.now() / 1000 - Number(message.timestamp));
  if (!(age <= CLOCK_TOLERANCE_SECONDS)) return '时间戳字段验证失败';
  return rsaMatches(message, merchant.keyPair().publicKey) ? undefined : '签名校验失败';
};

/** A successful reply: `code` 0, the time and the platform's signature. */
const signed = (gateway: Gateway, fields: Readonly<Record<string, string | number>>): Reply => {
  const body = {
    code: 0,
    msg: 'success',
    ...fields,
    timestamp: String(Math.floor(Date.now() / 1000)),
  };
  const texts = Object.fromEntries(Object.entries(body).map(([name, value]) => [name, `${value}`]));
  return json({
    ...body,
    sign: rsaOf(texts, gateway.platformKeys().privateKey),
    sign_type: 'RSA',
  });
};

const orderOf = (
  { books }: Gateway,
  { pid }: SimulatedMerchant,
  message: Message,
): SimulatedOrder | undefined => {
  const named = message.trade_no
    ? books.byTradeNo(message.trade_no)
    : books.byOutTradeNo(pid, message.out_trade_no ?? '');
  return named?.pid === pid ? named : undefined;
};

const order = (gateway: Gateway, merchant: SimulatedMerchant, message: Message): Reply => {
  const { behaviour } = merchant;
  if (behaviour.createStatus !== null) return html('Server Error', behaviour.createStatus);
  if (!message.type) return refused('支付方式(type)不能为空');
  if (!message.method) return refused('接口类型(method)不能为空');
  const accepted = acceptOrder(gateway, merchant, message, 'v2');
  if (accepted.kind === 'refused') return refused(accepted.message);
  if (behaviour.timeoutAfterAccepting) return 'never';
  if (behaviour.createStatusAfterAccepting !== null) {
    return html('Bad Gateway', behaviour.createStatusAfterAccepting);
  }
  const answer = createAnswer(gateway, merchant, accepted.order);
  return signed(gateway, {
    trade_no: accepted.order.tradeNo,
    pay_type: PAY_TYPES[answer.kind],
    pay_info: answer.content,
  });
};

const query = (gateway: Gateway, merchant: SimulatedMerchant, message: Message): Reply => {
  const found = orderOf(gateway, merchant, message);
  if (!found) return refused('订单号不存在');
  const refundedFen = found.refunds.reduce((sum, { fen }) => sum + fen, 0);
  const spell = (fen: number): string => spellFen(fen, merchant.behaviour.moneyAs, found.money);
  return signed(gateway, {
    trade_no: found.tradeNo,
    out_trade_no: found.outTradeNo,
    type: found.type,
    status: statusNumber(found),
    pid: Number(found.pid) || found.pid,
    addtime: gatewayTime(found.createdAtMillis),
    ...(found.paidAtMillis ? { endtime: gatewayTime(found.paidAtMillis) } : {}),
    name: found.name,
    money: spell(found.paidFen || found.fen),
    ...(refundedFen > 0 ? { refundmoney: (refundedFen / 100).toFixed(2) } : {}),
    param: found.param,
  });
};

const refund = (gateway: Gateway, merchant: SimulatedMerchant, message: Message): Reply => {
  const { refuseRefundsWith } = merchant.behaviour;
  if (refuseRefundsWith !== null) return refused(refuseRefundsWith);
  const found = orderOf(gateway, merchant, message);
  const result = refundOrder(gateway.books, found, {
    fen: fenOf(message.money ?? ''),
    outRefundNo: message.out_refund_no ?? '',
  });
  if (result.kind === 'refused') return refused(result.message);
  return signed(gateway, {
    refund_no: result.refund.refundNo,
    out_refund_no: result.refund.outRefundNo,
    trade_no: found?.tradeNo ?? '',
    money: (result.refund.fen / 100).toFixed(2),
    reducemoney: (result.totalFen / 100).toFixed(2),
  });
};

const refundQuery = (gateway: Gateway, merchant: SimulatedMerchant, message: Message): Reply => {
  for (const order of gateway.books.orders(merchant.pid)) {
    const known = order.refunds.find(
      ({ outRefundNo, refundNo }) =>
        refundNo === message.refund_no || outRefundNo === message.out_refund_no,
    );
    if (known) {
      return signed(gateway, {
        refund_no: known.refundNo,
        out_refund_no: known.outRefundNo,
        trade_no: order.tradeNo,
        out_trade_no: order.outTradeNo,
        money: (known.fen / 100).toFixed(2),
        status: 1,
      });
    }
  }
  return refused('退款订单不存在');
};
