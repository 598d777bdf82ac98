import type { PaymentDraft, SimulatedPayment } from '../kit/books.ts';
import type { Reply } from '../kit/exchange.ts';
import { escapeHtml } from '../kit/page.ts';
import { takeOrder } from '../kit/take-order.ts';
import type { EpayMerchant, Protocol } from './account.ts';
import { fenOf } from './amount.ts';
import type { Call, EpayExtra, Message } from './call.ts';

type Acceptance =
  | {
      readonly kind: 'accepted';
      readonly payment: SimulatedPayment;
      readonly fault: Reply | undefined;
    }
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'broken'; readonly reply: Reply };

const refused = (message: string): Acceptance => ({ kind: 'refused', message });

/** Takes an order: the open engine's checks, in its order and its words. */
export const acceptOrder = (
  { epay, desk, merchant, message }: Call,
  protocol: Protocol,
): Acceptance => {
  const problem = problemOf(message);
  if (problem) return refused(problem);
  const draft = draftOf(merchant, message, protocol);
  const taken = takeOrder(epay, desk, merchant, draft);
  switch (taken.kind) {
    case 'broken':
      return taken;
    case 'maintenance':
      return refused('系统维护中，请稍后再试');
    case 'refused':
      return refused(taken.word);
    case 'taken': {
      const { payment, again, fault } = taken;
      const repeated = again ? repetitionProblem(payment, draft) : undefined;
      return repeated ? refused(repeated) : { kind: 'accepted', payment, fault };
    }
  }
};

const problemOf = (message: Message): string | undefined => {
  if (!message.out_trade_no) return '订单号(out_trade_no)不能为空';
  if (!message.notify_url) return '通知地址(notify_url)不能为空';
  if (!message.name) return '商品名称(name)不能为空';
  if (!message.money) return '金额(money)不能为空';
  if (fenOf(message.money) === undefined) return '金额不合法';
  return /^[a-zA-Z0-9._\-|]+$/.test(message.out_trade_no)
    ? undefined
    : '订单号(out_trade_no)格式不正确';
};

const draftOf = ({ id }: EpayMerchant, message: Message, protocol: Protocol): PaymentDraft => ({
  merchant: id,
  number: message.out_trade_no ?? '',
  method: message.type ?? '',
  currency: 'CNY',
  minor: fenOf(message.money ?? '') ?? 0,
  subject: cutToBytes(message.name ?? ''),
  // The engine stores addresses as escaped as names: an address with "&" comes back as "&amp;".
  notifyUrl: escapeHtml(message.notify_url ?? ''),
  returnUrl: escapeHtml(message.return_url ?? ''),
  extra: {
    protocol,
    money: message.money ?? '',
    param: escapeHtml(message.param ?? ''),
  } satisfies EpayExtra,
});

/** The same order again is the same order; a changed one is refused, and so is a paid one. */
const repetitionProblem = (known: SimulatedPayment, draft: PaymentDraft): string | undefined => {
  if (known.state === 'paid') return `该订单(${known.number})已完成支付，请勿重复发起支付`;
  const isSame =
    (['minor', 'subject', 'notifyUrl', 'returnUrl'] as const).every(
      (field) => known[field] === draft[field],
    ) && known.extra.param === draft.extra?.param;
  return isSame ? undefined : `该订单(${known.number})支付参数有变化，请更换订单号重新发起支付`;
};

const cutToBytes = (name: string): string =>
  new TextDecoder('utf-8', { ignoreBOM: true })
    .decode(Buffer.from(name).subarray(0, 127))
    .replace(/\uFFFD+$/, '');
