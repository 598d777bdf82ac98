import type { PaymentDraft, SimulatedPayment } from '../kit/books.ts';
import type { Reply } from '../kit/exchange.ts';
import { payUrl } from '../kit/pay-route.ts';
import type { Simulation } from '../kit/simulation.ts';
import { takeOrder } from '../kit/take-order.ts';
import { type ApiCall, answer, refuse } from './api-exchange.ts';
import type { Account, WechatDesk, WechatKeys, WechatPlatform } from './keys.ts';

const PRODUCTS = ['native', 'h5', 'jsapi'];

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

const objectIn = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

/** How an account is named in orders. */
export const namesOf = ({ kind, mchId, appId, subMchId = '' }: Account): Record<string, string> =>
  kind === 'ordinary'
    ? { appid: appId, mchid: mchId }
    : { sp_appid: appId, sp_mchid: mchId, sub_mchid: subMchId };

export const merchantsOf = (account: Account): Record<string, string> =>
  Object.fromEntries(Object.entries(namesOf(account)).filter(([name]) => name.endsWith('mchid')));

const isNamed = (
  names: Readonly<Record<string, string>>,
  given: Readonly<Record<string, unknown>>,
): boolean => Object.entries(names).every(([name, value]) => given[name] === value);

/** Everything that is wrong with an order; `undefined` when nothing is. */
const problemOf = (
  product: string,
  { account, merchant, body }: ApiCall,
): [string, string] | undefined => {
  const { total, currency } = objectIn(body.amount);
  if (!isNamed(namesOf(account), body)) return ['APPID_MCHID_NOT_MATCH', 'appid和mch_id不匹配'];
  if (!/^[\w|*-]{6,32}$/.test(text(body.out_trade_no)))
    return ['PARAM_ERROR', '输入源“/body/out_trade_no”映射到值字段“商户订单号”规则校验失败'];
  const description = text(body.description);
  if (description === '' || Buffer.byteLength(description) > 127)
    return ['PARAM_ERROR', '商品描述规则校验失败'];
  if (!Number.isInteger(total) || Number(total) < 1 || currency !== 'CNY')
    return ['PARAM_ERROR', '金额规则校验失败'];
  if (!/^https?:\/\/[^?]+$/.test(text(body.notify_url)))
    return ['PARAM_ERROR', '通知地址不能携带参数'];
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00$/.test(text(body.time_expire)))
    return ['PARAM_ERROR', '订单失效时间格式不正确'];
  if (product === 'jsapi' && openidOf(body) === '') return ['PARAM_ERROR', 'JSAPI支付必须传openid'];
  if (product === 'h5' && text(objectIn(body.scene_info).payer_client_ip) === '')
    return ['PARAM_ERROR', '缺少payer_client_ip'];
  if (product === 'h5' && account.kind === 'micro') return ['NO_AUTH', '商户号该产品权限未开通'];
  const { dailyCapMinor } = merchant.behaviour.habits;
  return typeof dailyCapMinor === 'number' && Number(total) > dailyCapMinor
    ? ['RULE_LIMIT', '今日收款超出单日收款最大金额']
    : undefined;
};

const openidOf = (body: Readonly<Record<string, unknown>>): string => {
  const payer = objectIn(body.payer);
  return text(payer.openid ?? payer.sp_openid ?? payer.sub_openid);
};

const draftOf = (product: string, { account, merchant, body, request }: ApiCall): PaymentDraft => ({
  merchant: merchant.id,
  number: text(body.out_trade_no),
  method: product,
  currency: 'CNY',
  minor: Number(objectIn(body.amount).total),
  subject: text(body.description),
  notifyUrl: text(body.notify_url),
  returnUrl: '',
  extra: {
    mchId: account.mchId,
    openid: openidOf(body),
    /** The same number must come with the same parameters. */
    firstRequest: `${request.path} ${request.text}`,
  },
});

export const takeWechatOrder = (
  simulation: Simulation<WechatKeys, WechatPlatform>,
  desk: WechatDesk,
  call: ApiCall,
  product: string,
): Reply | undefined => {
  if (!PRODUCTS.includes(product)) return undefined;
  const problem = problemOf(product, call);
  if (problem) return refuse(desk, call, ...problem);
  const draft = draftOf(product, call);
  const taken = takeOrder(simulation, desk, call.merchant, draft);
  switch (taken.kind) {
    case 'broken':
      return taken.reply;
    case 'maintenance':
      return refuse(desk, call, 'INVALID_REQUEST', '系统维护中，请稍后再试');
    case 'refused':
      return refuse(desk, call, taken.word, '');
    case 'taken':
      break;
  }
  const { payment, again, fault } = taken;
  if (again && payment.extra.firstRequest !== draft.extra?.firstRequest)
    return refuse(desk, call, 'INVALID_REQUEST', '请求重入时，参数与首次请求时不一致');
  if (payment.state === 'paid') return refuse(desk, call, 'ORDERPAID', '该订单已支付');
  if (payment.state === 'closed') return refuse(desk, call, 'ORDER_CLOSED', '该订单已关闭');
  return fault ?? answer(desk, call, wayToPay(desk, payment));
};

const wayToPay = (desk: WechatDesk, payment: SimulatedPayment): Record<string, string> => {
  switch (payment.method) {
    case 'native':
      return { code_url: payUrl(desk, payment) };
    case 'h5':
      return {
        h5_url: `${desk.baseUrl()}/cgi-bin/mmpayweb-bin/checkmweb?prepay_id=${prepayIdOf(payment)}&package=1`,
      };
    default:
      return { prepay_id: prepayIdOf(payment) };
  }
};

export const prepayIdOf = ({ reference }: SimulatedPayment): string => `wx${reference}`;

const TRADE_STATES: Readonly<Record<SimulatedPayment['state'], string>> = {
  unpaid: 'NOTPAY',
  approved: 'NOTPAY',
  // A buyer whose bank said no may try again.
  declined: 'NOTPAY',
  paid: 'SUCCESS',
  closed: 'CLOSED',
};

const tradeStateOf = ({ state, refunds }: SimulatedPayment): string =>
  state === 'paid' && refunds.some((refund) => refund.state === 'done')
    ? 'REFUND'
    : TRADE_STATES[state];

/** A payment as queries and notifications tell it. */
export const transactionOf = (account: Account, payment: SimulatedPayment) => {
  const isPaid = payment.state === 'paid';
  const payer = account.kind === 'ordinary' ? 'openid' : 'sp_openid';
  return {
    ...namesOf(account),
    out_trade_no: payment.number,
    ...(isPaid ? { transaction_id: payment.reference } : {}),
    trade_type: payment.method === 'h5' ? 'MWEB' : payment.method.toUpperCase(),
    trade_state: tradeStateOf(payment),
    trade_state_desc: '',
    attach: '',
    ...(isPaid
      ? {
          bank_type: 'OTHERS',
          success_time: beijingTime(payment.paidAtMillis),
          payer: { [payer]: payment.extra.openid },
        }
      : {}),
    amount: {
      total: isPaid ? payment.paidMinor : payment.minor,
      payer_total: isPaid ? payment.paidMinor : payment.minor,
      currency: 'CNY',
      payer_currency: 'CNY',
    },
  };
};

export const beijingTime = (millis: number): string =>
  `${new Date(millis + 8 * 3_600_000).toISOString().slice(0, 19)}+08:00`;

/** The payment that a query or closing is about, when it names the account right. */
const named = (
  desk: WechatDesk,
  { account, merchant }: ApiCall,
  number: string,
  given: Readonly<Record<string, unknown>>,
): SimulatedPayment | undefined => {
  const payment = desk.books.byNumber(merchant.id, number);
  return payment?.extra.mchId === account.mchId && isNamed(merchantsOf(account), given)
    ? payment
    : undefined;
};

export const queryOrder = (desk: WechatDesk, call: ApiCall, number: string): Reply => {
  const payment = named(desk, call, number, call.request.query);
  return payment
    ? answer(desk, call, transactionOf(call.account, payment))
    : refuse(desk, call, 'ORDER_NOT_EXIST', '订单不存在');
};

export const closeOrder = (desk: WechatDesk, call: ApiCall, number: string): Reply => {
  const payment = named(desk, call, number, call.body);
  if (!payment) return refuse(desk, call, 'ORDER_NOT_EXIST', '订单不存在');
  if (payment.state === 'paid') return refuse(desk, call, 'ORDERPAID', '该订单已支付');
  payment.state = 'closed';
  desk.books.save(payment);
  return answer(desk, call, undefined);
};
