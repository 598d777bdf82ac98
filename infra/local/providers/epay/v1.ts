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
import { md5Of } from './signature.ts';
import { submit } from './submit.ts';

/** Protocol v1, as the open engine speaks it: `submit.php`, `mapi.php`, `api.php`. */
export const answerV1 = (
  gateway: Gateway,
  merchant: SimulatedMerchant | undefined,
  exchange: Exchange,
): Reply => {
  const page = exchange.path === '/submit.php';
  if (exchange.path === '/api.php') return answerApi(gateway, merchant, exchange);
  const problem = problemOf(merchant, exchange.message);
  if (problem || !merchant) {
    const text = problem ?? '商户不存在！';
    return page ? html(messagePage('无法支付', text)) : refused(-1, text);
  }
  return page ? submit(gateway, merchant, exchange, 'v1') : order(gateway, merchant, exchange);
};

const refused = (code: number, msg: string): Reply => json({ code, msg });

const problemOf = (
  merchant: SimulatedMerchant | undefined,
  message: Readonly<Record<string, string>>,
): string | undefined => {
  if (!merchant) return '商户不存在！';
  return md5Of(message, merchant.key) === message.sign ? undefined : '签名校验失败，请返回重试！';
};

const order = (gateway: Gateway, merchant: SimulatedMerchant, { message }: Exchange): Reply => {
  const { behaviour } = merchant;
  if (behaviour.createStatus !== null) return html('Server Error', behaviour.createStatus);
  if (!message.type) return refused(-1, '支付方式(type)不能为空');
  if (!message.clientip) return refused(-1, '用户IP地址(clientip)不能为空');
  const accepted = acceptOrder(gateway, merchant, message, 'v1');
  if (accepted.kind === 'refused') return refused(-1, accepted.message);
  if (behaviour.timeoutAfterAccepting) return 'never';
  if (behaviour.createStatusAfterAccepting !== null) {
    return html('Bad Gateway', behaviour.createStatusAfterAccepting);
  }
  const answer = createAnswer(gateway, merchant, accepted.order);
  return json({ code: 1, trade_no: accepted.order.tradeNo, [answer.kind]: answer.content });
};

const answerApi = (
  gateway: Gateway,
  merchant: SimulatedMerchant | undefined,
  { query, form }: Exchange,
): Reply => {
  const message = query.act === 'refund' ? form : query;
  if (!merchant) return refused(-3, '商户ID不存在');
  if (message.key !== merchant.key) return refused(-3, '商户密钥错误');
  const named = message.trade_no
    ? gateway.books.byTradeNo(message.trade_no)
    : gateway.books.byOutTradeNo(merchant.pid, message.out_trade_no ?? '');
  const found = named?.pid === merchant.pid ? named : undefined;
  if (query.act === 'order') {
    return found ? json(orderReply(merchant, found)) : refused(-1, '订单号不存在');
  }
  if (query.act === 'refund') return refund(gateway, merchant, found, message.money ?? '');
  return refused(-5, 'No Act!');
};

/** Status as the engine numbers it: 0 unpaid, 1 paid, 2 refunded. */
export const statusNumber = ({ state }: SimulatedOrder): number =>
  state === 'paid' ? 1 : state === 'refunded' ? 2 : 0;

const orderReply = (merchant: SimulatedMerchant, order: SimulatedOrder) => ({
  code: 1,
  msg: 'succ',
  trade_no: order.tradeNo,
  out_trade_no: order.outTradeNo,
  api_trade_no: null,
  type: order.type,
  pid: Number(order.pid) || order.pid,
  addtime: gatewayTime(order.createdAtMillis),
  endtime: order.paidAtMillis ? gatewayTime(order.paidAtMillis) : null,
  name: order.name,
  money: spellFen(order.paidFen || order.fen, merchant.behaviour.moneyAs, order.money),
  param: order.param,
  buyer: null,
  status: String(statusNumber(order)),
});

const refund = (
  gateway: Gateway,
  { behaviour }: SimulatedMerchant,
  order: SimulatedOrder | undefined,
  money: string,
): Reply => {
  if (behaviour.refuseRefundsWith !== null) return refused(-1, behaviour.refuseRefundsWith);
  const result = refundOrder(gateway.books, order, { fen: fenOf(money), outRefundNo: '' });
  return result.kind === 'refunded'
    ? json({ code: behaviour.refundCode, msg: `退款成功！退款金额￥${money}`, money })
    : refused(-1, result.message);
};
