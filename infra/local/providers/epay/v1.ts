import { json, type Reply, type SimulatedRequest } from '../kit/exchange.ts';
import type { EpayDesk, EpaySimulation } from './account.ts';
import { fenOf } from './amount.ts';
import { type Call, extraOf, messageOf } from './call.ts';
import { cannotPay, handoverOf, submit } from './cashier.ts';
import { habitsOf } from './habits.ts';
import { acceptOrder } from './orders.ts';
import { md5Of } from './signature.ts';
import {
  gatewayTime,
  namedPayment,
  refundOrder,
  shownMoney,
  shownName,
  statusNumber,
} from './trades.ts';

/** Protocol v1, as the open engine speaks it: `submit.php`, `mapi.php`, `api.php`. */
export const answerV1 = (
  epay: EpaySimulation,
  desk: EpayDesk,
  request: SimulatedRequest,
): Reply => {
  if (request.path === '/api.php') return answerApi(epay, desk, request);
  const message = messageOf(request);
  const merchant = desk.merchants.get(message.pid ?? '');
  const isPage = request.path === '/submit.php';
  const refuse = (why: string): Reply => (isPage ? cannotPay(why) : refused(-1, why));
  if (!merchant) return refuse('商户不存在！');
  if (md5Of(message, merchant.keys.key) !== message.sign)
    return refuse('签名校验失败，请返回重试！');
  const call = { epay, desk, merchant, message };
  return isPage ? submit(call, 'v1') : order(call);
};

const refused = (code: number, msg: string): Reply => json({ code, msg });

const order = (call: Call): Reply => {
  if (!call.message.type) return refused(-1, '支付方式(type)不能为空');
  if (!call.message.clientip) return refused(-1, '用户IP地址(clientip)不能为空');
  const accepted = acceptOrder(call, 'v1');
  if (accepted.kind === 'refused') return refused(-1, accepted.message);
  if (accepted.kind === 'broken') return accepted.reply;
  const { payment, fault } = accepted;
  if (fault) return fault;
  const { kind, content } = handoverOf(call, payment);
  return json({ code: 1, trade_no: payment.reference, [kind]: content });
};

/** The merchant's key itself takes the place of a signature here. */
const answerApi = (epay: EpaySimulation, desk: EpayDesk, request: SimulatedRequest): Reply => {
  const { act } = request.query;
  const message = act === 'refund' ? request.form : request.query;
  const merchant = desk.merchants.get(messageOf(request).pid ?? '');
  if (!merchant) return refused(-3, '商户ID不存在');
  if (message.key !== merchant.keys.key) return refused(-3, '商户密钥错误');
  const call = { epay, desk, merchant, message };
  switch (act) {
    case 'order':
      return query(call);
    case 'refund':
      return refund(call);
    default:
      return refused(-5, 'No Act!');
  }
};

const query = (call: Call): Reply => {
  const payment = namedPayment(call);
  if (!payment) return refused(-1, '订单号不存在');
  return json({
    code: 1,
    msg: 'succ',
    trade_no: payment.reference,
    out_trade_no: payment.number,
    api_trade_no: null,
    type: payment.method,
    pid: Number(payment.merchant) || payment.merchant,
    addtime: gatewayTime(payment.createdAtMillis),
    endtime: payment.paidAtMillis ? gatewayTime(payment.paidAtMillis) : null,
    name: shownName(payment),
    money: shownMoney(call.merchant, payment),
    param: extraOf(payment).param,
    buyer: null,
    status: String(statusNumber(payment)),
  });
};

const refund = (call: Call): Reply => {
  const money = call.message.money ?? '';
  const result = refundOrder(call, namedPayment(call), { minor: fenOf(money), number: '' });
  return result.kind === 'refunded'
    ? json({
        code: habitsOf(call.merchant).refundCode,
        msg: `退款成功！退款金额￥${money}`,
        money,
      })
    : refused(-1, result.message);
};
