import { money } from '#shared/domain/money/money.ts';
import {
  A_REFUND_ID,
  A_REFUND_NUMBER,
  AN_ATTEMPT_ID,
  AN_ORDER_NUMBER,
} from '#test/channels/conformance/contexts.ts';
import type { ConformanceSubject } from '#test/channels/conformance/subject.ts';
import { replyText, scriptedHttp } from '#test/channels/support/scripted-http.ts';
import { CONFIG, captureEvent, event, SECRETS, signed, signer } from '../provider-side.ts';

export const NOTIFICATIONS: NonNullable<ConformanceSubject['notifications']> = {
  notify: (message) => signed(captureEvent(message)),
  http: () => scriptedHttp(replyText(signer.certificate)),
  spelling: '"10.00"',
  successWord: 'COMPLETED',
  statusWords: {
    COMPLETED: 'succeeded',
    REFUNDED: 'succeeded',
    PARTIALLY_REFUNDED: 'succeeded',
    PENDING: 'pending',
    DECLINED: 'failed',
    FAILED: 'failed',
  },
  amounts: [
    { spelling: '"10.00"', amount: money('USD', 1000) },
    { spelling: '"0.01"', amount: money('USD', 1) },
    { spelling: '"100"', amount: money('USD', 10_000) },
    { spelling: '"9999999.99"', amount: money('USD', 999_999_999) },
  ],
  nonAmounts: ['"-1.00"', '"1e3"', '"1,00"', '" "', '"0.001"', '10', 'null'],
  otherCurrency: { word: 'JPY', currency: 'JPY' },
  otherAccountConfig: { ...CONFIG, merchantId: 'MERCHANT2' },
  otherCredentials: { ...SECRETS, webhookId: '9RN13029J36659329' },
  blankCredentials: { ...SECRETS, webhookId: ' ' },
  withoutSignature: ({ headers: _, ...callback }) => ({ ...callback, headers: {} }),
  withDuplicatedField: (callback) => ({
    ...callback,
    body: Buffer.from(Buffer.from(callback.body).toString().replace('{', '{"id":"x",')),
  }),
  signedHeaders: [
    'paypal-transmission-id',
    'paypal-transmission-time',
    'paypal-transmission-sig',
    'paypal-auth-algo',
  ],
  covers: 'everything',
  foreignCharset: {
    callback: (message) =>
      signed(
        Buffer.from(captureEvent(message).toString('latin1').replace('CAP1', '\xBB\xE1'), 'latin1'),
      ),
    verdict: 'rejected',
  },
  others: [
    {
      what: 'an approved order is to be captured at once',
      callback: () =>
        signed(
          event(
            'CHECKOUT.ORDER.APPROVED',
            `{"id":"5O1","status":"APPROVED","purchase_units":[{"custom_id":"${AN_ORDER_NUMBER}","amount":{}}]}`,
          ),
        ),
      notification: {
        kind: 'payment',
        attemptId: AN_ATTEMPT_ID,
        status: 'pending',
        isHint: true,
      },
    },
    {
      what: 'a refund of ours',
      callback: () =>
        signed(
          event(
            'PAYMENT.CAPTURE.REFUNDED',
            `{"id":"RF1","status":"COMPLETED","invoice_id":"${A_REFUND_NUMBER}","custom_id":"${AN_ORDER_NUMBER}","amount":{"currency_code":"USD","value":"4.00"}}`,
          ),
        ),
      notification: {
        kind: 'refund',
        refundId: A_REFUND_ID,
        status: 'succeeded',
        amount: money('USD', 400),
      },
    },
    {
      what: 'money that PayPal took back',
      callback: () =>
        signed(
          event(
            'PAYMENT.CAPTURE.REVERSED',
            `{"id":"CAP1","status":"REFUNDED","custom_id":"${AN_ORDER_NUMBER}","amount":{"currency_code":"USD","value":"10.00"}}`,
          ),
        ),
      notification: { kind: 'refund', attemptId: AN_ATTEMPT_ID, status: 'succeeded' },
    },
    {
      what: 'a dispute',
      callback: () =>
        signed(
          event(
            'CUSTOMER.DISPUTE.RESOLVED',
            `{"dispute_id":"PP-D-1","status":"RESOLVED","reason":"UNAUTHORISED","dispute_outcome":{"outcome_code":"RESOLVED_BUYER_FAVOUR"},"disputed_transactions":[{"custom":"${AN_ORDER_NUMBER}"}]}`,
          ),
        ),
      notification: { kind: 'dispute', attemptId: AN_ATTEMPT_ID, status: 'lost' },
    },
    {
      what: 'something else',
      callback: () => signed(event('BILLING.PLAN.CREATED', '{"id":"P-1"}')),
      notification: { kind: 'other', providerStatus: 'BILLING.PLAN.CREATED' },
    },
  ],
};
