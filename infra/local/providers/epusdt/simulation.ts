import { randomBytes } from 'node:crypto';
import type { SimulatedPayment } from '../kit/books.ts';
import { html, json, jsonObject, type Reply, type SimulatedRequest } from '../kit/exchange.ts';
import { damaged } from '../kit/notifier.ts';
import { payUrl } from '../kit/pay-route.ts';
import type { Desk, SimulatedMerchant, Simulation } from '../kit/simulation.ts';
import { takeOrder } from '../kit/take-order.ts';
import { type Dialect, signatureOf } from './signature.ts';

interface Keys {
  readonly token: string;
}

const ADDRESS = 'TNEns8t9jbWENbStkQdVQtHMGpbsYsQjZK';
/** CNY and others alike: a rate to calculate with. */
const UNITS_A_USDT = 7;
const STATES: Readonly<Record<SimulatedPayment['state'], number>> = {
  unpaid: 1,
  approved: 5,
  declined: 3,
  paid: 2,
  closed: 4,
};

const done = (data: unknown): Reply => json({ status_code: 200, message: 'success', data });
const refused = (status_code: number, message: string): Reply => json({ status_code, message });

/** A USDT gateway in both dialects: an order with a `trade_type` is BEpusdt's. It has one merchant: whoever runs it. */
export const epusdt: Simulation<Keys, null> = {
  provider: 'epusdt',
  makePlatform: () => null,
  makeMerchant: (index) => ({
    id: `wallet${index}`,
    keys: { token: randomBytes(16).toString('hex') },
  }),
  channels: ({ keys }, _platform, baseUrl) =>
    (['epusdt', 'bepusdt'] as const).map((dialect) => ({
      provider: 'epusdt',
      label: dialect === 'epusdt' ? 'Epusdt gateway' : 'BEpusdt gateway',
      currency: 'CNY',
      config: { gatewayUrl: baseUrl, dialect },
      credentials: { apiToken: keys.token },
    })),
  retrySeconds: [5, 10, 20, 40, 80],
  isAcknowledged: ({ status, body }) => status === 200 && body === 'ok',
  merchantOf: (desk) => [...desk.merchants.keys()][0],

  answer: (desk, request) => {
    const [merchant] = desk.merchants.values();
    if (!merchant) return undefined;
    if (request.path.startsWith('/pay/check-status/'))
      return checkStatus(desk, request.path.slice('/pay/check-status/'.length));
    switch (request.path) {
      case '/api/v1/order/create-transaction':
        return createTransaction(desk, merchant, request);
      case '/api/v1/order/cancel-transaction':
        return cancel(desk, merchant, request);
      case '/api/v1/pay/info':
        return info(desk, request);
      default:
        return undefined;
    }
  },

  compose: (desk, { about, payment, minor, isDamaged }) => {
    const token = desk.merchants.get(payment.merchant)?.keys.token;
    if (about !== 'payment' || payment.state !== 'paid' || token === undefined) return undefined;
    const dialect = dialectOf(payment);
    const message = {
      trade_id: payment.reference,
      order_id: payment.number,
      amount: minor / 100,
      actual_amount: dialect === 'bepusdt' ? usdtOf(minor).toFixed(2) : usdtOf(minor),
      token: ADDRESS,
      block_transaction_id: randomBytes(32).toString('hex'),
      status: 2,
    };
    const signature = signatureOf(message, token, dialect);
    return {
      method: 'POST',
      url: payment.notifyUrl,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...message, signature: isDamaged ? damaged(signature) : signature }),
    };
  },
};

const dialectOf = ({ extra }: SimulatedPayment): Dialect =>
  extra.tradeType === undefined ? 'epusdt' : 'bepusdt';

const usdtOf = (minor: number): number => Math.round(minor / UNITS_A_USDT) / 100;

const createTransaction = (
  desk: Desk<Keys, null>,
  merchant: SimulatedMerchant<Keys>,
  request: SimulatedRequest,
): Reply => {
  const message = jsonObject(request);
  if (!message) return refused(10009, '无法解析请求参数');
  const { trade_type: tradeType, fiat = 'CNY', timeout } = message;
  const dialect = tradeType === undefined ? 'epusdt' : 'bepusdt';
  if (message.signature !== signatureOf(message, merchant.keys.token, dialect))
    return refused(dialect === 'epusdt' ? 401 : 400, '签名认证错误');
  const taken = takeOrder(epusdt, desk, merchant, {
    merchant: merchant.id,
    number: String(message.order_id),
    method: String(tradeType ?? 'usdt.trc20'),
    currency: String(fiat),
    minor: Math.round(Number(message.amount) * 100),
    subject: String(message.name ?? 'USDT'),
    notifyUrl: String(message.notify_url),
    returnUrl: String(message.redirect_url ?? ''),
    ...(tradeType === undefined ? {} : { extra: { tradeType } }),
  });
  if (taken.kind === 'broken') return taken.reply;
  if (taken.kind === 'maintenance') return refused(10006, '汇率计算错误');
  if (taken.kind === 'refused') return refused(400, taken.word);
  if (taken.again) return refused(10002, '支付交易已存在，请勿重复创建');
  if (taken.fault) return taken.fault;
  const { payment } = taken;
  return done({
    trade_id: payment.reference,
    order_id: payment.number,
    amount: dialect === 'epusdt' ? payment.minor / 100 : (payment.minor / 100).toFixed(2),
    actual_amount: dialect === 'epusdt' ? usdtOf(payment.minor) : String(usdtOf(payment.minor)),
    token: ADDRESS,
    expiration_time:
      dialect === 'epusdt' ? Math.floor(Date.now() / 1000) + 600 : Number(timeout ?? 600),
    payment_url: payUrl(desk, payment),
    ...(dialect === 'bepusdt' ? { fiat, status: 1 } : {}),
  });
};

const checkStatus = (desk: Desk<Keys, null>, reference: string): Reply => {
  const payment = desk.books.byReference(decodeURIComponent(reference));
  return payment
    ? done({ trade_id: payment.reference, status: STATES[payment.state] })
    : refused(10008, '订单不存在');
};

const info = (desk: Desk<Keys, null>, request: SimulatedRequest): Reply => {
  const payment = desk.books.byReference(String(jsonObject(request)?.trade_id ?? ''));
  if (!payment) return refused(400, 'order not found');
  return done({
    trade_id: payment.reference,
    order_id: payment.number,
    status: STATES[payment.state],
    money: ((payment.paidMinor || payment.minor) / 100).toFixed(2),
    fiat: payment.currency,
    actual_amount: String(usdtOf(payment.minor)),
    token: ADDRESS,
  });
};

const cancel = (
  desk: Desk<Keys, null>,
  merchant: SimulatedMerchant<Keys>,
  request: SimulatedRequest,
): Reply => {
  const message = jsonObject(request);
  if (message?.signature !== signatureOf(message ?? {}, merchant.keys.token, 'bepusdt'))
    return html('fail', 400);
  const payment = desk.books.byReference(String(message?.trade_id ?? ''));
  if (!payment) return refused(400, '订单不存在');
  if (payment.state !== 'unpaid') return refused(400, '当前订单状态不允许取消');
  payment.state = 'closed';
  desk.books.save(payment);
  return done({ trade_id: payment.reference });
};
