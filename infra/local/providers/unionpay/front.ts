import { html, type Reply, redirect } from '../kit/exchange.ts';
import { messagePage } from '../kit/page.ts';
import { payUrl } from '../kit/pay-route.ts';
import type { Simulation } from '../kit/simulation.ts';
import { takeOrder } from '../kit/take-order.ts';
import type { Call } from './call.ts';
import type { UnionpayDesk, UnionpayKeys, UnionpayPlatform } from './keys.ts';

/** Everything that a form lacks; `undefined` when nothing. */
const problemOf = ({ fields, account }: Call): string | undefined => {
  const {
    txnType,
    bizType,
    orderId = '',
    txnTime = '',
    payTimeout = '',
    frontUrl,
    backUrl,
  } = fields;
  if (!/^[0-9A-Za-z]{8,40}$/.test(orderId)) return 'orderId';
  if (!/^\d{14}$/.test(txnTime) || !/^\d{14}$/.test(payTimeout) || payTimeout <= txnTime)
    return 'txnTime';
  if (!frontUrl || !backUrl || backUrl.includes('?')) return 'backUrl';
  if (fields.channelType !== '07' && fields.channelType !== '08') return 'channelType';
  if (txnType === '01' && bizType === '000201')
    return /^[1-9]\d{0,11}$/.test(fields.txnAmt ?? '') && fields.currencyCode === '156'
      ? undefined
      : 'txnAmt';
  if (txnType !== '79' || bizType !== '000902' || account.kind !== 'certificate') return 'txnType';
  return fields.tokenPayData === `{trId=${account.tokenRequestor}&tokenType=01}`
    ? undefined
    : 'tokenPayData';
};

/** `frontTransReq.do`: the buyer's browser brings a payment, or wants to open a card; either way there is a page. */
export const takeForm = (
  simulation: Simulation<UnionpayKeys, UnionpayPlatform>,
  desk: UnionpayDesk,
  call: Call,
): Reply => {
  const { fields, merchant } = call;
  const problem = problemOf(call);
  if (problem) return html(messagePage('交易失败', `13 报文交易要素缺失 ${problem}`), 200);
  const isOpening = fields.txnType === '79';
  const taken = takeOrder(simulation, desk, merchant, {
    merchant: merchant.id,
    number: fields.orderId ?? '',
    method: isOpening ? 'open' : `gateway ${fields.issInsCode ?? ''}`.trim(),
    currency: 'CNY',
    minor: Number(fields.txnAmt ?? 0),
    subject: isOpening ? '开通银联快捷支付' : '网上支付',
    notifyUrl: fields.backUrl ?? '',
    returnUrl: fields.frontUrl ?? '',
    extra: {
      merId: fields.merId,
      txnTime: fields.txnTime,
      bizType: fields.bizType,
      ...(isOpening && call.account.kind === 'certificate'
        ? { trId: call.account.tokenRequestor }
        : {}),
    },
  });
  if (taken.kind === 'broken') return taken.reply;
  if (taken.kind === 'maintenance') return html(messagePage('交易失败', '02 系统未开放'));
  if (taken.kind === 'refused') return html(messagePage('交易失败', taken.word));
  if (taken.payment.extra.txnTime !== fields.txnTime)
    return html(messagePage('交易失败', '12 重复交易'));
  return taken.fault ?? redirect(payUrl(desk, taken.payment));
};
