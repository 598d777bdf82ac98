import type { News, OutgoingMessage } from '../kit/simulation.ts';
import { messageOf } from './call.ts';
import { tokenPayDataOf } from './cards.ts';
import { type Account, clientOf, type UnionpayDesk } from './keys.ts';
import { noteOf } from './refunds.ts';
import { type Fields, signedFor } from './signature.ts';

interface Notice {
  readonly url: string;
  readonly fields: Fields;
}

/** Successes only: a failure on the page is told to nobody. */
const noticeOf = (news: News): Notice | undefined => {
  const { about, payment } = news;
  if (about === 'refund') return refundNotice(news);
  if (about === 'dispute') return undefined;
  if (payment.method === 'open')
    return payment.state === 'approved'
      ? {
          url: payment.notifyUrl,
          fields: {
            txnType: '79',
            txnSubType: '00',
            activateStatus: '1',
            tokenPayData: tokenPayDataOf(payment),
            orderId: payment.number,
            txnTime: String(payment.extra.txnTime),
          },
        }
      : undefined;
  return payment.state === 'paid'
    ? {
        url: payment.notifyUrl || String(payment.extra.backUrl ?? ''),
        fields: {
          txnType: '01',
          txnSubType: '01',
          currencyCode: '156',
          txnAmt: String(news.minor),
          queryId: payment.reference,
          orderId: payment.number,
          txnTime: String(payment.extra.txnTime),
          settleAmt: String(news.minor),
          settleCurrencyCode: '156',
        },
      }
    : undefined;
};

const refundNotice = ({ payment, refund, minor }: News): Notice | undefined => {
  const note = refund && noteOf(payment, refund);
  if (!refund || !note || refund.state !== 'done') return undefined;
  return {
    url: note.backUrl,
    fields: {
      txnType: note.txnType,
      txnSubType: '00',
      currencyCode: '156',
      txnAmt: String(minor),
      queryId: refund.reference,
      origQryId: payment.reference,
      orderId: refund.number,
      txnTime: note.txnTime,
    },
  };
};

/** The account that a message is for; another merchant's, when it is to be the wrong one. */
const accountOf = (desk: UnionpayDesk, { payment, merchantId }: News): Account | undefined => {
  const own = clientOf(desk, String(payment.extra.merId));
  if (merchantId === payment.merchant) return own?.account;
  return desk.merchants.get(merchantId)?.keys.accounts[0] ?? own?.account;
};

export const compose = (desk: UnionpayDesk, news: News): OutgoingMessage | undefined => {
  const notice = noticeOf(news);
  const account = accountOf(desk, news);
  if (!notice || !account) return undefined;
  const merId = news.merchantId === news.payment.merchant ? account.merId : news.merchantId;
  const message = signedFor(
    desk.platform,
    account,
    {
      bizType: String(news.payment.extra.bizType),
      merId,
      respCode: '00',
      respMsg: messageOf('00'),
      ...notice.fields,
    },
    news.isDamaged,
  );
  return {
    method: 'POST',
    url: notice.url,
    headers: { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' },
    body: new URLSearchParams(message).toString(),
  };
};
