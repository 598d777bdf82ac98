import { fenOf } from './amount.ts';
import type { SimulatedOrder } from './books.ts';
import { decideAsBuyer } from './buyer.ts';
import type { Gateway } from './gateway.ts';
import type { SimulatedMerchant } from './merchant.ts';

export type Acceptance =
  | { readonly kind: 'accepted'; readonly order: SimulatedOrder }
  | { readonly kind: 'refused'; readonly message: string };

/** As long as the open engine lets an order number be repeated. */
const REPEATABLE_MILLIS = 10 * 24 * 3600 * 1000;

/** Takes an order whose signature was checked: the open engine's checks, in its order and its words. */
export const acceptOrder = (
  gateway: Gateway,
  merchant: SimulatedMerchant,
  message: Readonly<Record<string, string>>,
  protocol: 'v1' | 'v2',
): Acceptance => {
  const problem = problemOf(merchant, message);
  if (problem) return { kind: 'refused', message: problem };
  const candidate = readOrder(gateway, merchant.pid, message, protocol);
  const known = gateway.books.byOutTradeNo(merchant.pid, candidate.outTradeNo);
  if (known && candidate.createdAtMillis - known.createdAtMillis < REPEATABLE_MILLIS) {
    return repeated(known, candidate);
  }
  gateway.books.add(candidate);
  const { autoPayAfterMillis } = merchant.behaviour;
  if (autoPayAfterMillis !== null) {
    gateway.later(autoPayAfterMillis, () => decideAsBuyer(gateway, candidate));
  }
  return { kind: 'accepted', order: candidate };
};

const problemOf = (
  { behaviour }: SimulatedMerchant,
  message: Readonly<Record<string, string>>,
): string | undefined => {
  if (behaviour.maintenance) return '系统维护中，请稍后再试';
  if (!message.out_trade_no) return '订单号(out_trade_no)不能为空';
  if (!message.notify_url) return '通知地址(notify_url)不能为空';
  if (!message.name) return '商品名称(name)不能为空';
  if (!message.money) return '金额(money)不能为空';
  if (fenOf(message.money) === undefined) return '金额不合法';
  if (!/^[a-zA-Z0-9._\-|]+$/.test(message.out_trade_no)) {
    return '订单号(out_trade_no)格式不正确';
  }
  return behaviour.refuseOrdersWith ?? undefined;
};

const readOrder = (
  gateway: Gateway,
  pid: string,
  message: Readonly<Record<string, string>>,
  protocol: 'v1' | 'v2',
): SimulatedOrder => {
  const now = new Date();
  return {
    pid,
    protocol,
    tradeNo: gateway.books.nextTradeNo(now),
    outTradeNo: message.out_trade_no ?? '',
    type: message.type ?? '',
    name: escapeHtml(cutToBytes(message.name ?? '')),
    money: message.money ?? '',
    fen: fenOf(message.money ?? '') ?? 0,
    // The engine stores addresses as escaped as names: an address with "&" comes back as "&amp;".
    notifyUrl: escapeHtml(message.notify_url ?? ''),
    returnUrl: escapeHtml(message.return_url ?? ''),
    param: escapeHtml(message.param ?? ''),
    createdAtMillis: now.getTime(),
    state: 'unpaid',
    paidFen: 0,
    paidAtMillis: 0,
    refunds: [],
    acknowledged: false,
    notifications: [],
  };
};

/** The same order again is the same order; a changed one is refused, and so is a paid one. */
const repeated = (known: SimulatedOrder, candidate: SimulatedOrder): Acceptance => {
  if (known.state === 'paid' || known.state === 'refunded') {
    return {
      kind: 'refused',
      message: `该订单(${known.outTradeNo})已完成支付，请勿重复发起支付`,
    };
  }
  const same = (['fen', 'name', 'notifyUrl', 'returnUrl', 'param'] as const).every(
    (field) => known[field] === candidate[field],
  );
  if (!same) {
    return {
      kind: 'refused',
      message: `该订单(${known.outTradeNo})支付参数有变化，请更换订单号重新发起支付`,
    };
  }
  return { kind: 'accepted', order: known };
};

const cutToBytes = (name: string): string =>
  new TextDecoder('utf-8', { ignoreBOM: true })
    .decode(Buffer.from(name).subarray(0, 127))
    .replace(/\uFFFD+$/, '');

const escapeHtml = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
