import { randomBytes } from 'node:crypto';
import type { SimulatedPayment, SimulatedRefund } from '../kit/books.ts';
import { json, jsonObject, type Reply, type SimulatedRequest } from '../kit/exchange.ts';
import { damaged } from '../kit/notifier.ts';
import { payUrl } from '../kit/pay-route.ts';
import { refundPayment } from '../kit/refund-payment.ts';
import type { Desk, News, SimulatedMerchant, Simulation } from '../kit/simulation.ts';
import { takeOrder } from '../kit/take-order.ts';
import { signatureOf } from './signature.ts';

interface Keys {
  readonly appId: string;
  readonly secret: string;
}
type Message = Readonly<Record<string, string | number>>;
type JeepayDesk = Desk<Keys, null>;
type Merchant = SimulatedMerchant<Keys>;

const STATES: Readonly<Record<SimulatedPayment['state'], number>> = {
  unpaid: 1,
  approved: 1,
  declined: 3,
  paid: 2,
  closed: 6,
};
const REFUND_STATES: Readonly<Record<SimulatedRefund['state'], number>> = {
  pending: 1,
  done: 2,
  failed: 3,
};

/** The engine's own refusals carry this code and no signature. */
const refused = (msg: string): Reply => json({ code: 9999, msg, data: null, sign: null });

const done = ({ keys }: Merchant, data: Readonly<Record<string, string | number | null>>): Reply =>
  json({ code: 0, msg: 'SUCCESS', data, sign: signatureOf(data, keys.secret) });

/** The open engine, with a way to pay that takes everything. */
export const jeepay: Simulation<Keys, null> = {
  provider: 'jeepay',
  makePlatform: () => null,
  makeMerchant: (index) => ({
    id: `M16${String(index).padStart(8, '0')}`,
    keys: { appId: randomBytes(12).toString('hex'), secret: randomBytes(48).toString('base64url') },
  }),
  channels: ({ id, keys }, _platform, baseUrl) => [
    {
      provider: 'jeepay',
      label: 'Jeepay',
      currency: 'CNY',
      config: { gatewayUrl: baseUrl, mchNo: id, appId: keys.appId },
      credentials: { appSecret: keys.secret },
    },
  ],
  retrySeconds: [30, 60, 90, 120, 150],
  isAcknowledged: ({ body }) => body.toUpperCase() === 'SUCCESS',
  merchantOf: (_desk, request) => String(jsonObject(request)?.mchNo ?? ''),

  answer: (desk, request) => {
    if (!request.path.startsWith('/api/')) return undefined;
    const message = (jsonObject(request) ?? {}) as Message;
    const merchant = desk.merchants.get(String(message.mchNo));
    if (!merchant) return refused('商户或商户应用不存在');
    if (message.appId !== merchant.keys.appId) return refused('参数appId与商户号不匹配');
    if (String(message.sign).toUpperCase() !== signatureOf(message, merchant.keys.secret))
      return refused('验签失败');
    return ANSWERS[request.path]?.(desk, merchant, message, request);
  },

  compose: (desk, news) => {
    const merchant = desk.merchants.get(news.payment.merchant);
    if (!merchant || news.about === 'dispute') return undefined;
    const message = {
      ...(news.about === 'payment' ? paidMessage(merchant, news) : refundMessage(merchant, news)),
      mchNo: news.merchantId,
      reqTime: Date.now(),
    };
    const sign = signatureOf(message, merchant.keys.secret);
    const fields = { ...message, sign: news.isDamaged ? damaged(sign) : sign };
    // As the open engine sends them: the query of a POST without a body, encoded only where a "+" would be lost.
    const query = Object.entries(fields).map(([name, value]) => {
      const text = String(value);
      return `${name}=${/[+&#%\s]|[^\x20-\x7e]/.test(text) ? encodeURIComponent(text) : text}`;
    });
    return {
      method: 'POST',
      url: `${news.payment.notifyUrl}?${query.join('&')}`,
      headers: {},
      body: '',
    };
  },
};

const ANSWERS: Readonly<
  Record<
    string,
    (desk: JeepayDesk, merchant: Merchant, message: Message, request: SimulatedRequest) => Reply
  >
> = {
  '/api/pay/unifiedOrder': (desk, merchant, message) => {
    const taken = takeOrder(jeepay, desk, merchant, {
      merchant: merchant.id,
      number: String(message.mchOrderNo),
      method: String(message.wayCode),
      currency: String(message.currency).toUpperCase(),
      minor: Number(message.amount),
      subject: String(message.subject),
      notifyUrl: String(message.notifyUrl),
      returnUrl: String(message.returnUrl ?? ''),
    });
    if (taken.kind === 'broken') return taken.reply;
    if (taken.kind === 'maintenance') return refused('系统维护中，请稍后再试');
    if (taken.kind === 'refused') return refused(taken.word);
    if (taken.again) return refused(`商户订单[${message.mchOrderNo}]已存在`);
    if (taken.fault) return taken.fault;
    const { payment } = taken;
    const isLink = /WAP|H5|PC|CASHIER/.test(payment.method);
    return done(merchant, {
      payOrderId: payment.reference,
      mchOrderNo: payment.number,
      orderState: 1,
      payDataType: isLink ? 'payurl' : 'codeUrl',
      payData: payUrl(desk, payment),
      errCode: null,
      errMsg: null,
    });
  },
  '/api/pay/query': (desk, merchant, message) => {
    const payment = desk.books.byNumber(merchant.id, String(message.mchOrderNo));
    return payment ? done(merchant, orderData(merchant, payment)) : refused('订单不存在');
  },
  '/api/pay/close': (desk, merchant, message) => {
    const payment = desk.books.byNumber(merchant.id, String(message.mchOrderNo));
    if (!payment) return refused('订单不存在');
    if (payment.state !== 'unpaid') return refused('当前订单不可关闭');
    payment.state = 'closed';
    desk.books.save(payment);
    return json({ code: 0, msg: 'SUCCESS', data: {}, sign: signatureOf({}, merchant.keys.secret) });
  },
  '/api/refund/refundOrder': (desk, merchant, message) => {
    const payment = desk.books.byNumber(merchant.id, String(message.mchOrderNo));
    if (!payment) return refused('退款订单不存在');
    const number = String(message.mchRefundNo);
    if (payment.refunds.some((refund) => refund.number === number))
      return refused(`商户退款订单号[${number}]已存在`);
    const result = refundPayment(desk, merchant, payment, {
      number,
      minor: Number(message.refundAmount),
    });
    switch (result.kind) {
      case 'refunded':
        return done(merchant, refundData(merchant, payment, result.refund));
      case 'too_much':
        return refused('申请金额超出订单可退款余额，请检查退款金额');
      case 'refused':
        return refused(result.word);
      default:
        return refused('订单状态不正确， 无法完成退款');
    }
  },
  '/api/refund/query': (desk, merchant, message) => {
    for (const payment of desk.books.payments(merchant.id)) {
      const refund = payment.refunds.find(({ number }) => number === message.mchRefundNo);
      if (refund) return done(merchant, refundData(merchant, payment, refund));
    }
    return refused('订单不存在');
  },
};

const orderData = ({ keys }: Merchant, payment: SimulatedPayment) => ({
  payOrderId: payment.reference,
  mchNo: payment.merchant,
  appId: keys.appId,
  mchOrderNo: payment.number,
  ifCode: payment.method.startsWith('WX') ? 'wxpay' : 'alipay',
  wayCode: payment.method,
  amount: payment.paidMinor || payment.minor,
  currency: payment.currency.toLowerCase(),
  state: STATES[payment.state],
  subject: payment.subject,
  body: payment.subject,
  createdAt: payment.createdAtMillis,
});

const paidMessage = (merchant: Merchant, { payment, minor }: News) => ({
  ...orderData(merchant, payment),
  ...(payment.state === 'paid' ? { amount: minor, successTime: payment.paidAtMillis } : {}),
});

const refundData = ({ keys }: Merchant, payment: SimulatedPayment, refund: SimulatedRefund) => ({
  refundOrderId: refund.reference,
  payOrderId: payment.reference,
  mchNo: payment.merchant,
  appId: keys.appId,
  mchRefundNo: refund.number,
  payAmount: payment.paidMinor,
  refundAmount: refund.minor,
  currency: payment.currency.toLowerCase(),
  state: REFUND_STATES[refund.state],
  createdAt: refund.createdAtMillis,
});

const refundMessage = (merchant: Merchant, { payment, refund, minor }: News) => ({
  ...(refund ? refundData(merchant, payment, refund) : {}),
  refundAmount: minor,
});
