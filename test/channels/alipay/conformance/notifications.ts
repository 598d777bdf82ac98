import { createSign } from 'node:crypto';
import type { RawCallback } from '#shared/application/ports/channel-port.ts';
import type { AlipayConfig } from '#shared/channels/alipay/config.ts';
import { money } from '#shared/domain/money/money.ts';
import {
  A_REFUND_ID,
  A_REFUND_NUMBER,
  AN_ORDER_NUMBER,
} from '#test/channels/conformance/contexts.ts';
import type { ConformanceSubject, ProviderMessage } from '#test/channels/conformance/subject.ts';
import { notified, signerFor, tradeFields } from '../provider-side.ts';
import type { Account } from './account.ts';

const wordsOf = (message: ProviderMessage): Record<string, string> => ({
  out_trade_no: message.orderNumber,
  trade_no: message.providerReference,
  total_amount: message.amount,
  trade_status: message.status,
});

/** A subject in GBK, signed over its bytes. */
const inGbk = (config: AlipayConfig, message: ProviderMessage): RawCallback => {
  const fields = {
    ...tradeFields(config, wordsOf(message)),
    subject: Buffer.from('bbe1d4b1', 'hex').toString('latin1'),
  };
  const text = Object.entries(fields)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
  const sign = createSign('RSA-SHA256')
    .update(text, 'latin1')
    .sign(signerFor(config).privateKey, 'base64');
  const body = new URLSearchParams({ ...fields, subject: 'GBK', sign_type: 'RSA2', sign });
  return {
    httpMethod: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded; charset=gbk' },
    query: '',
    body: Buffer.from(body.toString().replace('subject=GBK', 'subject=%BB%E1%D4%B1')),
  };
};

export const notificationsOf = ({
  config,
  otherKey,
  blank,
  otherAccount,
}: Account): NonNullable<ConformanceSubject['notifications']> => ({
  notify: (message) => notified(config, wordsOf(message)),
  spelling: '10.00',
  successWord: 'TRADE_SUCCESS',
  statusWords: {
    TRADE_SUCCESS: 'succeeded',
    TRADE_FINISHED: 'succeeded',
    WAIT_BUYER_PAY: 'pending',
    TRADE_CLOSED: 'closed',
  },
  amounts: [
    { spelling: '10.00', amount: money('CNY', 1000) },
    { spelling: '10', amount: money('CNY', 1000) },
    { spelling: '0.01', amount: money('CNY', 1) },
    { spelling: '99999999.99', amount: money('CNY', 9_999_999_999) },
  ],
  otherAccountConfig: otherAccount,
  otherCredentials: otherKey,
  blankCredentials: blank,
  withoutSignature: (callback) => {
    const fields = new URLSearchParams(Buffer.from(callback.body).toString());
    fields.delete('sign');
    return { ...callback, body: Buffer.from(fields.toString()) };
  },
  withDuplicatedField: (callback) => ({
    ...callback,
    body: Buffer.from(`${Buffer.from(callback.body).toString()}&out_trade_no=${AN_ORDER_NUMBER}`),
  }),
  covers: 'everything',
  foreignCharset: { callback: (message) => inGbk(config, message), verdict: 'verified' },
  others: [
    {
      what: 'a refund of a part is a refund, not a second payment',
      callback: () =>
        notified(config, {
          refund_fee: '4.00',
          gmt_refund: '2026-11-01 20:30:00.123',
          out_biz_no: A_REFUND_NUMBER,
        }),
      notification: {
        kind: 'refund',
        refundId: A_REFUND_ID,
        attemptId: `att_${AN_ORDER_NUMBER}`,
        status: 'succeeded',
        providerStatus: 'TRADE_SUCCESS',
      },
    },
    {
      what: 'a refund of all closes the trade, and is a refund',
      callback: () =>
        notified(config, {
          trade_status: 'TRADE_CLOSED',
          refund_fee: '10.00',
          gmt_refund: '2026-11-01 20:30:00.123',
          out_biz_no: 'console-1',
        }),
      notification: { kind: 'refund', providerReference: 'console-1', status: 'succeeded' },
    },
    {
      what: 'what is no trade is nobody’s',
      callback: () => notified(config, { notify_type: 'dut_user_sign' }),
      notification: { kind: 'other', providerStatus: 'dut_user_sign' },
    },
  ],
});
