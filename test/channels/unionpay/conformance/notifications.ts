import { money } from '#shared/domain/money/money.ts';
import {
  A_PROVIDER_REFERENCE,
  A_REFUND_ID,
  A_REFUND_NUMBER,
  AN_ATTEMPT_ID,
  AN_ORDER_NUMBER,
} from '#test/channels/conformance/contexts.ts';
import type { ConformanceSubject } from '#test/channels/conformance/subject.ts';
import { MER_ID, posted, SECURE_KEY, signedBy, signedByKey } from '../provider-side.ts';
import type { Account } from './account.ts';
import { messageFields, paymentFields, TXN_TIME } from './messages.ts';

export const notificationsOf = ({
  config,
  signedAs,
  otherCredentials,
  blankCredentials,
}: Account): NonNullable<ConformanceSubject['notifications']> => ({
  notify: (message) => posted(signedAs(messageFields(message))),
  spelling: '1000',
  successWord: '00',
  statusWords: {
    '00': 'succeeded',
    A6: 'succeeded',
    '05': 'pending',
    '03': 'unknown',
    '04': 'unknown',
    '42': 'unknown',
    '64': 'failed',
  },
  amounts: [
    { spelling: '1000', amount: money('CNY', 1000) },
    { spelling: '1', amount: money('CNY', 1) },
    { spelling: '000000001000', amount: money('CNY', 1000) },
    { spelling: '999999999999', amount: money('CNY', 999_999_999_999n) },
  ],
  otherCurrency: { word: '840', currency: 'USD' },
  otherAccountConfig: { ...config, merId: '777290058110097' },
  otherCredentials,
  blankCredentials,
  withoutSignature: (callback) => ({
    ...callback,
    body: Buffer.from(
      Buffer.from(callback.body)
        .toString()
        .replace(/&signature=[^&]*/, ''),
    ),
  }),
  withDuplicatedField: (callback) => ({
    ...callback,
    body: Buffer.from(`${Buffer.from(callback.body)}&orderId=another0000`),
  }),
  covers: 'everything',
  foreignCharset: {
    // "成功" in GBK, as bytes.
    callback: (message) => {
      const fields = { ...messageFields(message), respMsg: '\xB3\xC9\xB9\xA6' };
      const signed =
        config.signMethod === 'key'
          ? signedByKey(fields, SECURE_KEY, 'latin1')
          : signedBy(fields, undefined, 'latin1');
      return posted(signed, 'latin1');
    },
    verdict: 'verified',
  },
  others: [
    {
      what: 'a refund of ours',
      callback: () =>
        posted(
          signedAs(
            paymentFields({
              txnType: '04',
              txnSubType: '00',
              orderId: A_REFUND_NUMBER,
              queryId: '982611012010000001',
              origQryId: A_PROVIDER_REFERENCE,
              txnAmt: '400',
            }),
          ),
        ),
      notification: {
        kind: 'refund',
        refundId: A_REFUND_ID,
        status: 'succeeded',
        amount: money('CNY', 400),
        providerReference: '982611012010000001',
      },
    },
    {
      what: 'a void of ours',
      callback: () =>
        posted(
          signedAs(
            paymentFields({
              txnType: '31',
              txnSubType: '00',
              orderId: `${A_REFUND_NUMBER}void`,
            }),
          ),
        ),
      notification: { kind: 'refund', refundId: A_REFUND_ID, status: 'succeeded' },
    },
    {
      what: 'a card that was opened is a hint for its payment',
      callback: () =>
        posted(
          signedAs({
            merId: MER_ID,
            bizType: '000902',
            orderId: `${AN_ORDER_NUMBER}open`,
            respCode: '00',
            activateStatus: '1',
            tokenPayData: '{token=6235240000020757577&trId=62000000001&tokenLevel=40&tokenType=01}',
            txnType: '79',
            txnSubType: '00',
            txnTime: TXN_TIME,
          }),
        ),
      notification: {
        kind: 'payment',
        attemptId: AN_ATTEMPT_ID,
        providerOrderNumber: AN_ORDER_NUMBER,
        status: 'pending',
        isHint: true,
      },
    },
    {
      what: 'a transaction that nobody here makes',
      callback: () => posted(signedAs(paymentFields({ txnType: '02' }))),
      notification: { kind: 'other', providerStatus: '02 00' },
    },
  ],
});
