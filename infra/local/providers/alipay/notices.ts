import type { SimulatedPayment } from '../kit/books.ts';
import { damaged } from '../kit/notifier.ts';
import type { News, OutgoingMessage } from '../kit/simulation.ts';
import { type Account, type AlipayDesk, accountOf } from './accounts.ts';
import { signerFor } from './gateway.ts';
import { signedNotification } from './signature.ts';
import { chinaTime, doneMinor, statusOf, yuan } from './trades.ts';

/** A trade's news: a form, with the status that the trade has now; a refund is the same form with two fields more. */
export const compose = (desk: AlipayDesk, news: News): OutgoingMessage | undefined => {
  const { payment, about } = news;
  const found = accountOf(desk, String(payment.extra.appId));
  if (!found || about === 'dispute' || payment.notifyUrl === '') return undefined;
  // Nobody is told of a buyer who gave up.
  if (payment.state !== 'paid' && payment.state !== 'closed') return undefined;
  const { account } = found;
  const fields = {
    ...tradeFields(account, payment),
    ...(news.merchantId === payment.merchant ? {} : { app_id: news.merchantId }),
    ...(about === 'refund'
      ? refundFields(news)
      : { total_amount: yuan(payment.state === 'paid' ? news.minor : payment.minor) }),
  };
  const signed = signedNotification(fields, signerFor(account, desk.platform).privateKey);
  const sign = news.isDamaged ? damaged(signed.sign ?? '') : (signed.sign ?? '');
  return {
    method: 'POST',
    url: payment.notifyUrl,
    headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
    body: new URLSearchParams({ ...signed, sign }).toString(),
  };
};

const tradeFields = (
  { appId, sellerId, isv }: Account,
  payment: SimulatedPayment,
): Record<string, string> => ({
  gmt_create: chinaTime(payment.createdAtMillis),
  ...(payment.state === 'paid' ? { gmt_payment: chinaTime(payment.paidAtMillis) } : {}),
  notify_time: chinaTime(Date.now()),
  notify_type: 'trade_status_sync',
  notify_id: `${payment.reference}${payment.notifications.length}`,
  charset: 'utf-8',
  version: '1.0',
  app_id: appId,
  auth_app_id: isv?.authAppId ?? appId,
  seller_id: sellerId,
  subject: payment.subject,
  out_trade_no: payment.number,
  trade_no: payment.reference,
  trade_status: statusOf(payment),
  total_amount: yuan(payment.paidMinor),
  buyer_id: '2088200000000009',
  fund_bill_list: JSON.stringify([
    { amount: yuan(payment.paidMinor), fundChannel: 'ALIPAYACCOUNT' },
  ]),
});

/** `refund_fee` is the sum of all refunds so far. */
const refundFields = ({ payment, refund }: News): Record<string, string> => ({
  refund_fee: yuan(doneMinor(payment)),
  gmt_refund: `${chinaTime(Date.now())}.000`,
  out_biz_no: refund?.number ?? '',
});
