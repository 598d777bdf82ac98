import type { WechatPayConfig } from '#shared/channels/wechatpay/config.ts';
import { money } from '#shared/domain/money/money.ts';
import { A_REFUND_ID, AN_ATTEMPT_ID } from '#test/channels/conformance/contexts.ts';
import type { ConformanceSubject } from '#test/channels/conformance/subject.ts';
import { scriptedHttp } from '#test/channels/support/scripted-http.ts';
import { BY_PUBLIC_KEY, CREDENTIALS, event, STRANGER } from '../provider-side.ts';
import type { Account } from './account.ts';
import { accountOf, messageText, refundOf } from './messages.ts';

const otherAccount = (config: WechatPayConfig): WechatPayConfig =>
  config.subMchId === undefined
    ? { ...config, mchId: '1900000110' }
    : { ...config, subMchId: '1900000110' };

const refundEvent =
  (config: WechatPayConfig, word: string, signer = BY_PUBLIC_KEY) =>
  (at: Date) => {
    const { appid: _, sp_appid: __, sub_appid: ___, ...merchants } = accountOf(config);
    const { status: ____, ...refund } = refundOf();
    return event(
      {
        type: `REFUND.${word}`,
        content: JSON.stringify({ ...refund, ...merchants, refund_status: word }),
      },
      { at, signer },
    );
  };

export const notificationsOf = ({
  config,
  credentials = CREDENTIALS,
  signer = BY_PUBLIC_KEY,
  list,
  ...account
}: Account): NonNullable<ConformanceSubject['notifications']> => ({
  notify: (message, at) =>
    event({ type: 'TRANSACTION.SUCCESS', content: messageText(config, message) }, { at, signer }),
  spelling: '1000',
  successWord: 'SUCCESS',
  statusWords: {
    SUCCESS: 'succeeded',
    NOTPAY: 'pending',
    USERPAYING: 'pending',
    ACCEPT: 'pending',
    CLOSED: 'closed',
    REVOKED: 'closed',
    PAYERROR: 'failed',
    REFUND: 'unknown',
    success: 'unknown',
  },
  amounts: [
    { spelling: '1000', amount: money('CNY', 1000) },
    { spelling: '1', amount: money('CNY', 1) },
    { spelling: '1000000000', amount: money('CNY', 1_000_000_000) },
  ],
  nonAmounts: ['-1', '10.5', '"1000"', 'null', '[]', '99999999999999999999'],
  otherCurrency: { word: 'HKD', currency: 'HKD' },
  otherAccountConfig: otherAccount(config),
  otherCredentials: account.otherCredentials ?? { ...credentials, publicKey: STRANGER.publicKey },
  blankCredentials: account.blankCredentials ?? { ...credentials, publicKey: ' ' },
  withoutSignature: ({ headers, ...callback }) => ({
    ...callback,
    headers: { ...headers, 'wechatpay-signature': '' },
  }),
  withDuplicatedField: (callback) => ({
    ...callback,
    body: Buffer.from(
      Buffer.from(callback.body).toString().replace('{', `{"event_type":"TRANSACTION.SUCCESS",`),
    ),
  }),
  signedHeaders: [
    'wechatpay-timestamp',
    'wechatpay-nonce',
    'wechatpay-serial',
    'wechatpay-signature',
  ],
  covers: 'everything',
  foreignCharset: {
    callback: (message) =>
      event(
        {
          type: 'TRANSACTION.SUCCESS',
          content: Buffer.from(
            messageText(config, message).replace('支付成功', '\xBB\xE1'),
            'latin1',
          ),
        },
        { signer },
      ),
    verdict: 'rejected',
  },
  staleAfterSeconds: 300,
  ...(list ? { http: () => scriptedHttp(list) } : {}),
  others: [
    {
      what: 'a refund that succeeded',
      callback: refundEvent(config, 'SUCCESS', signer),
      notification: {
        kind: 'refund',
        refundId: A_REFUND_ID,
        attemptId: AN_ATTEMPT_ID,
        status: 'succeeded',
        amount: money('CNY', 1000),
        providerReference: '50000000382019052709732678859',
      },
    },
    {
      what: "a refund that the buyer's bank did not take",
      callback: refundEvent(config, 'ABNORMAL', signer),
      notification: { kind: 'refund', status: 'unknown', providerStatus: 'ABNORMAL' },
    },
    {
      what: 'a refund that was closed',
      callback: refundEvent(config, 'CLOSED', signer),
      notification: { kind: 'refund', status: 'failed', providerStatus: 'CLOSED' },
    },
    {
      what: 'something that is not followed',
      callback: (at) =>
        event({ type: 'PAYSCORE.USER_OPEN_SERVICE', content: '{}' }, { at, signer }),
      notification: { kind: 'other', providerStatus: 'PAYSCORE.USER_OPEN_SERVICE' },
    },
  ],
});
