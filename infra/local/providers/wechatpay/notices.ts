import { randomUUID } from 'node:crypto';
import { damaged } from '../kit/notifier.ts';
import type { News, OutgoingMessage } from '../kit/simulation.ts';
import { type Account, clientByMchId, type WechatDesk } from './keys.ts';
import { beijingTime, merchantsOf, transactionOf } from './orders.ts';
import { REFUND_STATUSES } from './refunds.ts';
import { type Signer, sealed, signatureHeaders } from './signature.ts';

/** By which of WeChat Pay's keys an account is told; a habit of the merchant can choose another one. */
const signerOf = ({ platform }: WechatDesk, account: Account, habit: unknown): Signer => {
  const usual = account.kind === 'partner' ? 'certificate' : 'public_key';
  switch (habit ?? usual) {
    case 'certificate':
      return platform.certificate;
    case 'next_certificate':
      return platform.nextCertificate;
    default:
      return { privateKey: platform.publicKey.privateKey, serial: platform.publicKeyId };
  }
};

interface Told {
  readonly event: string;
  readonly summary: string;
  readonly original: string;
  readonly content: object;
}

const payment = (account: Account, { payment: paid, minor }: News): Told | undefined => {
  // Only success is told.
  if (paid.state !== 'paid') return undefined;
  const content = transactionOf(account, paid);
  return {
    event: 'TRANSACTION.SUCCESS',
    summary: '支付成功',
    original: 'transaction',
    content: {
      ...content,
      trade_state: 'SUCCESS',
      amount: { ...content.amount, total: minor, payer_total: minor },
    },
  };
};

const refund = (
  account: Account,
  { payment: paid, refund: back, minor }: News,
): Told | undefined => {
  const status = back && REFUND_STATUSES[back.state];
  if (!back || !status || status === 'PROCESSING') return undefined;
  return {
    event: `REFUND.${status}`,
    summary: status === 'SUCCESS' ? '退款成功' : '退款异常',
    original: 'refund',
    content: {
      ...merchantsOf(account),
      transaction_id: paid.reference,
      out_trade_no: paid.number,
      refund_id: back.reference,
      out_refund_no: back.number,
      refund_status: status,
      success_time: beijingTime(Date.now()),
      user_received_account: '支付用户零钱',
      amount: {
        total: paid.paidMinor,
        refund: minor,
        payer_total: paid.paidMinor,
        payer_refund: minor,
      },
    },
  };
};

/** A notification as WeChat Pay posts it. */
export const compose = (desk: WechatDesk, news: News): OutgoingMessage | undefined => {
  const client = clientByMchId(desk, String(news.payment.extra.mchId));
  if (!client || news.about === 'dispute') return undefined;
  const { account, merchant } = client;
  // Another merchant's name, with this one's signature and key.
  const isElsewhere = news.merchantId !== news.payment.merchant;
  const named = isElsewhere ? { ...account, mchId: news.merchantId } : account;
  const told = news.about === 'payment' ? payment(named, news) : refund(named, news);
  if (!told) return undefined;
  const { habits } = merchant.behaviour;
  const body = JSON.stringify({
    id: randomUUID(),
    create_time: beijingTime(Date.now()),
    resource_type: 'encrypt-resource',
    event_type: told.event,
    summary: told.summary,
    resource: {
      original_type: told.original,
      ...sealed(JSON.stringify(told.content), account.apiV3Key, told.original),
    },
  });
  const signed = signatureHeaders(signerOf(desk, account, habits.notifyBy), body);
  const signature = signed['wechatpay-signature'] ?? '';
  return {
    method: 'POST',
    url: news.payment.notifyUrl,
    headers: {
      'content-type': 'application/json',
      'user-agent': 'Mozilla/4.0',
      ...signed,
      'wechatpay-signature': habits.probe
        ? `WECHATPAY/SIGNTEST/${signature}`
        : news.isDamaged
          ? damaged(signature)
          : signature,
    },
    body,
  };
};
