import { parseDecimalAmount } from '#shared/domain/money/money.ts';
import type { PaymentDraft, SimulatedPayment } from '../kit/books.ts';
import { html, type Reply, redirect } from '../kit/exchange.ts';
import { messagePage } from '../kit/page.ts';
import { payUrl } from '../kit/pay-route.ts';
import type { Simulation } from '../kit/simulation.ts';
import { takeOrder } from '../kit/take-order.ts';
import type { AlipayDesk, AlipayKeys, AlipayPlatform } from './accounts.ts';
import { type GatewayAnswer, type GatewayCall, refusal, replyTo, success } from './gateway.ts';
import { chinaTime, text } from './trades.ts';

type AlipaySimulation = Simulation<AlipayKeys, AlipayPlatform>;

const PRODUCT_CODES: Readonly<Record<string, string>> = {
  'alipay.trade.page.pay': 'FAST_INSTANT_TRADE_PAY',
  'alipay.trade.wap.pay': 'QUICK_WAP_WAY',
  'alipay.trade.app.pay': 'QUICK_MSECURITY_PAY',
  'alipay.trade.precreate': 'FACE_TO_FACE_PAYMENT',
};

/** Everything that is wrong with an order; `undefined` when nothing is. */
const orderProblem = ({ method, account, content }: GatewayCall): GatewayAnswer | undefined => {
  const wrong = (what: string) => refusal('ACQ.INVALID_PARAMETER', `参数无效：${what}`);
  const amount = parseDecimalAmount(text(content.total_amount), 'CNY');
  if (!/^\w{1,64}$/.test(text(content.out_trade_no))) return wrong('out_trade_no');
  if (!amount || amount.minor < 1n) return wrong('total_amount');
  const subject = text(content.subject);
  if (subject === '' || subject.length > 256 || /[/=&]/.test(subject)) return wrong('subject');
  if (text(content.product_code) !== PRODUCT_CODES[method])
    return refusal('ACQ.ACCESS_FORBIDDEN', '无权限使用接口');
  const expires = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.exec(text(content.time_expire))?.[0];
  if (!expires || expires <= chinaTime(Date.now())) return wrong('time_expire');
  const provider = (content.extend_params as Record<string, unknown> | undefined)
    ?.sys_service_provider_id;
  return provider === account.isv?.serviceProviderId ? undefined : wrong('sys_service_provider_id');
};

const draftOf = ({
  merchant,
  account,
  method,
  parameters,
  content,
}: GatewayCall): PaymentDraft => ({
  merchant: merchant.id,
  number: text(content.out_trade_no),
  method,
  currency: 'CNY',
  minor: Number(parseDecimalAmount(text(content.total_amount), 'CNY')?.minor ?? 0n),
  subject: text(content.subject),
  notifyUrl: parameters.notify_url ?? '',
  returnUrl: parameters.return_url ?? '',
  extra: {
    appId: account.appId,
    /** The same number must come with the same order. */
    order: parameters.biz_content ?? '',
    /** A code's trade begins when a buyer scans it. */
    isBegun: method !== 'alipay.trade.precreate',
  },
});

type Taken =
  | { readonly refused: GatewayAnswer }
  | { readonly reply: Reply }
  | { readonly payment: SimulatedPayment };

const take = (alipay: AlipaySimulation, desk: AlipayDesk, call: GatewayCall): Taken => {
  const problem = orderProblem(call);
  if (problem) return { refused: problem };
  const draft = draftOf(call);
  const taken = takeOrder(alipay, desk, call.merchant, draft);
  switch (taken.kind) {
    case 'broken':
      return { reply: taken.reply };
    case 'maintenance':
      return { refused: refusal('isp.unknow-error', '系统繁忙') };
    case 'refused':
      return { refused: refusal(taken.word, '交易被拒绝') };
    case 'taken':
      break;
  }
  const { payment, again, fault } = taken;
  if (again && payment.extra.order !== draft.extra?.order)
    return { refused: refusal('ACQ.CONTEXT_INCONSISTENT', '交易信息被篡改') };
  if (payment.state === 'paid')
    return { refused: refusal('ACQ.TRADE_HAS_SUCCESS', '交易已被支付') };
  if (payment.state === 'closed')
    return { refused: refusal('ACQ.TRADE_HAS_CLOSE', '交易已经关闭') };
  return fault ? { reply: fault } : { payment };
};

/** A buyer's browser, or the app, brings a signed order: the trade begins, and the buyer pays on Alipay's page. */
export const openCashier = (
  alipay: AlipaySimulation,
  desk: AlipayDesk,
  call: GatewayCall,
): Reply => {
  const taken = take(alipay, desk, call);
  if ('reply' in taken) return taken.reply;
  return 'refused' in taken
    ? html(messagePage('无法支付', `${taken.refused.sub_code} ${taken.refused.sub_msg}`), 200)
    : redirect(payUrl(desk, taken.payment));
};

export const precreate = (alipay: AlipaySimulation, desk: AlipayDesk, call: GatewayCall): Reply => {
  const taken = take(alipay, desk, call);
  if ('reply' in taken) return taken.reply;
  if ('refused' in taken) return replyTo(desk, call, taken.refused);
  const { number, reference } = taken.payment;
  return replyTo(
    desk,
    call,
    success({ out_trade_no: number, qr_code: `${desk.baseUrl()}/code/${reference}` }),
  );
};

/** A buyer scans a code: from now on there is a trade. */
export const scanCode = (desk: AlipayDesk, reference: string): Reply | undefined => {
  const payment = desk.books.byReference(reference);
  if (!payment) return undefined;
  payment.extra = { ...payment.extra, isBegun: true };
  desk.books.save(payment);
  return redirect(payUrl(desk, payment));
};
