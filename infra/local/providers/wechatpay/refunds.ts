import { constants, privateDecrypt } from 'node:crypto';
import type { SimulatedPayment, SimulatedRefund } from '../kit/books.ts';
import type { Reply } from '../kit/exchange.ts';
import { refundPayment, settleRefunds } from '../kit/refund-payment.ts';
import { type ApiCall, answer, refuse } from './api-exchange.ts';
import type { Account, WechatDesk } from './keys.ts';
import { beijingTime } from './orders.ts';

export const REFUND_STATUSES: Readonly<Record<SimulatedRefund['state'], string>> = {
  pending: 'PROCESSING',
  done: 'SUCCESS',
  failed: 'ABNORMAL',
};

/** A refund as replies tell it. */
const refundOf = (payment: SimulatedPayment, refund: SimulatedRefund) => ({
  refund_id: refund.reference,
  out_refund_no: refund.number,
  transaction_id: payment.reference,
  out_trade_no: payment.number,
  channel: 'ORIGINAL',
  user_received_account: '支付用户零钱',
  create_time: beijingTime(refund.createdAtMillis),
  status: REFUND_STATUSES[refund.state],
  amount: {
    total: payment.paidMinor,
    refund: refund.minor,
    payer_total: payment.paidMinor,
    payer_refund: refund.minor,
    currency: 'CNY',
  },
});

const isOfAccount = ({ account }: ApiCall, payment: SimulatedPayment | undefined): boolean =>
  payment?.extra.mchId === account.mchId;

const namesSubMerchant = (
  { subMchId }: Account,
  given: Readonly<Record<string, unknown>>,
): boolean => subMchId === undefined || given.sub_mchid === subMchId;

export const orderRefund = (desk: WechatDesk, call: ApiCall): Reply => {
  const { account, merchant, body } = call;
  const amount = body.amount as { refund?: number; total?: number; currency?: string } | undefined;
  if (!namesSubMerchant(account, body)) return refuse(desk, call, 'PARAM_ERROR', '子商户号有误');
  const payment = desk.books.byNumber(merchant.id, String(body.out_trade_no));
  if (!payment || !isOfAccount(call, payment))
    return refuse(desk, call, 'RESOURCE_NOT_EXISTS', '订单不存在');
  if (amount?.total !== payment.paidMinor || amount?.currency !== 'CNY')
    return refuse(desk, call, 'INVALID_REQUEST', '订单金额不正确');
  const result = refundPayment(desk, merchant, payment, {
    number: String(body.out_refund_no),
    minor: Number(amount.refund),
  });
  switch (result.kind) {
    case 'refunded':
      return answer(desk, call, refundOf(payment, result.refund));
    case 'not_paid':
      return refuse(desk, call, 'RESOURCE_NOT_EXISTS', '订单未支付');
    case 'too_much':
      return refuse(desk, call, 'INVALID_REQUEST', '申请退款总金额超过订单金额');
    case 'number_taken':
      return refuse(desk, call, 'INVALID_REQUEST', '退款金额与首次请求不一致');
    case 'refused':
      return refuse(desk, call, result.word, '');
  }
};

const findRefund = (
  desk: WechatDesk,
  call: ApiCall,
  isIt: (refund: SimulatedRefund) => boolean,
): { payment: SimulatedPayment; refund: SimulatedRefund } | undefined => {
  for (const payment of desk.books.payments(call.merchant.id)) {
    const refund = isOfAccount(call, payment) ? payment.refunds.find(isIt) : undefined;
    if (refund) return { payment, refund };
  }
  return undefined;
};

export const queryRefund = (desk: WechatDesk, call: ApiCall, number: string): Reply => {
  const found = namesSubMerchant(call.account, call.request.query)
    ? findRefund(desk, call, (refund) => refund.number === number)
    : undefined;
  return found
    ? answer(desk, call, refundOf(found.payment, found.refund))
    : refuse(desk, call, 'RESOURCE_NOT_EXISTS', '退款单不存在');
};

/** Takes the money that the buyer's bank did not; the bank account must be readable. */
export const applyAbnormal = (desk: WechatDesk, call: ApiCall, reference: string): Reply => {
  const found = findRefund(desk, call, (refund) => refund.reference === reference);
  if (!found || found.refund.number !== call.body.out_refund_no)
    return refuse(desk, call, 'RESOURCE_NOT_EXISTS', '退款单不存在');
  if (found.refund.state !== 'failed')
    return refuse(desk, call, 'INVALID_REQUEST', '退款单状态不允许');
  if (call.body.type === 'USER_BANK_CARD' && !isReadable(desk, call.body.bank_account))
    return refuse(desk, call, 'PARAM_ERROR', '银行卡号解密失败');
  found.refund.state = 'pending';
  desk.books.save(found.payment);
  const reply = answer(desk, call, refundOf(found.payment, found.refund));
  settleRefunds(desk, found.payment);
  return reply;
};

const isReadable = ({ platform }: WechatDesk, sealedText: unknown): boolean => {
  try {
    const key = platform.publicKey.privateKey;
    const padding = constants.RSA_PKCS1_OAEP_PADDING;
    return privateDecrypt({ key, padding }, Buffer.from(String(sealedText), 'base64')).length > 0;
  } catch {
    return false;
  }
};
