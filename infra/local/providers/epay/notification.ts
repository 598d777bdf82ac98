import { damaged } from '../kit/notifier.ts';
import type { News, OutgoingMessage } from '../kit/simulation.ts';
import type { EpayDesk, EpayMerchant } from './account.ts';
import { spellFen } from './amount.ts';
import { extraOf } from './call.ts';
import { habitsOf } from './habits.ts';
import { md5Of, rsaOf } from './signature.ts';
import { gatewayTime, shownName } from './trades.ts';

/**
 * The fields of a "paid" notification, signed by the protocol that the order came in by. The return link carries
 * the same fields.
 */
export const paidMessage = (
  { platform }: EpayDesk,
  merchant: EpayMerchant,
  { payment, minor, merchantId, isDamaged }: Omit<News, 'about'>,
): Record<string, string> => {
  const { hideName, moneyAs } = habitsOf(merchant);
  const { protocol, money, param } = extraOf(payment);
  const message: Record<string, string> = {
    pid: merchantId,
    trade_no: payment.reference,
    out_trade_no: payment.number,
    type: payment.method,
    name: hideName ? 'product' : shownName(payment),
    money: spellFen(minor, moneyAs, money),
    trade_status: 'TRADE_SUCCESS',
    ...(param === '' ? {} : { param }),
  };
  if (protocol === 'v2') {
    message.addtime = gatewayTime(payment.createdAtMillis);
    message.endtime = gatewayTime(payment.paidAtMillis);
    message.timestamp = String(Math.floor(Date.now() / 1000));
  }
  const sign =
    protocol === 'v1'
      ? md5Of(message, merchant.keys.key)
      : rsaOf(message, platform.pair.privateKey);
  return {
    ...message,
    sign: isDamaged ? damaged(sign) : sign,
    sign_type: protocol === 'v1' ? 'MD5' : 'RSA',
  };
};

/** Gateways tell of payments only: of nobody who gave up, and of no refund. */
export const compose = (desk: EpayDesk, news: News): OutgoingMessage | undefined => {
  const { payment, about } = news;
  const merchant = desk.merchants.get(payment.merchant);
  if (!merchant || about !== 'payment' || payment.state !== 'paid') return undefined;
  const message = paidMessage(desk, merchant, news);
  const { notifyUrl: url } = payment;
  switch (habitsOf(merchant).notifyBy) {
    case 'GET':
      return { method: 'GET', url: withQuery(url, message), headers: {}, body: '' };
    case 'POST_FORM':
      return {
        method: 'POST',
        url,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams(message).toString(),
      };
    case 'POST_JSON':
      return {
        method: 'POST',
        url,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(message),
      };
  }
};

/** Back to the shop with the signed result in the link; whoever gave up stays. */
export const returnTo = (desk: EpayDesk, payment: News['payment']): string => {
  const merchant = desk.merchants.get(payment.merchant);
  if (!merchant || payment.state !== 'paid' || payment.returnUrl === '') return '';
  const news = { payment, minor: payment.paidMinor, merchantId: merchant.id, isDamaged: false };
  return withQuery(payment.returnUrl, paidMessage(desk, merchant, news));
};

const withQuery = (url: string, fields: Record<string, string>): string =>
  `${url}${url.includes('?') ? '&' : '?'}${new URLSearchParams(fields)}`;
