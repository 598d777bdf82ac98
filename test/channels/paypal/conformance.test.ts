import { createSign } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { makeCertificate } from '#infra/local/providers/kit/certificates.ts';
import type { RawCallback } from '#shared/application/ports/channel-port.ts';
import type { ProviderResponse } from '#shared/application/ports/provider-http.ts';
import { paypal } from '#shared/channels/paypal/index.ts';
import { money } from '#shared/domain/money/money.ts';
import {
  A_PROVIDER_REFERENCE,
  A_REFUND_ID,
  A_REFUND_NUMBER,
  AN_ATTEMPT_ID,
  AN_ORDER_NUMBER,
} from '#test/channels/conformance/contexts.ts';
import { describeConformance } from '#test/channels/conformance/describe-conformance.ts';
import type { ConformanceSubject, ProviderMessage } from '#test/channels/conformance/subject.ts';
import { replyJson, replyText, scriptedHttp } from '#test/channels/support/scripted-http.ts';

// Valid at the suite's time, which is fixed.
const notBefore = new Date('2026-01-01T00:00:00Z');
const authority = await makeCertificate({
  subject: 'CN=Test Authority',
  isAuthority: true,
  notBefore,
});
const signer = await makeCertificate(
  { subject: 'CN=messageverificationcerts.paypal.com', notBefore },
  authority,
);

const SECRETS = { clientSecret: 'a-client-secret', webhookId: '3RN13029J36659323' };
const CONFIG = {
  clientId: 'a-client-of-the-shop',
  merchantId: 'MERCHANT1',
  apiUrl: 'http://127.0.0.1:9/',
  certificateAuthority: authority.certificate.trim(),
};
const JSON_HEADER = { 'content-type': 'application/json; charset=utf-8' };
const TOKEN = replyJson({ access_token: 'an-access-token', expires_in: 32_400 });

const signed = (body: Buffer): RawCallback => {
  const [id, time] = ['b2384410-f8d2-11e4-8bf3-77339302725b', '2026-11-01T12:00:00Z'];
  return {
    httpMethod: 'POST',
    headers: {
      'content-type': 'application/json',
      'paypal-transmission-id': id,
      'paypal-transmission-time': time,
      'paypal-transmission-sig': createSign('sha256')
        .update(`${id}|${time}|${SECRETS.webhookId}|${crc32(body)}`)
        .sign(signer.privateKey, 'base64'),
      'paypal-cert-url': 'http://127.0.0.1:9/v1/notifications/certs/CERT-1',
      'paypal-auth-algo': 'SHA256withRSA',
    },
    query: '',
    body,
  };
};

const event = (type: string, resource: string): Buffer =>
  Buffer.from(`{"id":"WH-1","event_type":"${type}","resource":${resource}}`);

const captureEvent = (message: ProviderMessage): Buffer =>
  event(
    'PAYMENT.CAPTURE.COMPLETED',
    `{"id":"CAP1","status":"${message.status}","custom_id":"${message.orderNumber}",` +
      `"amount":{"currency_code":"${message.currency ?? 'USD'}","value":${message.amount}},` +
      `"payee":{"merchant_id":"MERCHANT1"},` +
      `"supplementary_data":{"related_ids":{"order_id":"${message.providerReference}"}}}`,
  );

const order = (change: object = {}, unit: object = {}, status = 200) =>
  replyJson(
    {
      id: A_PROVIDER_REFERENCE,
      status: 'PAYER_ACTION_REQUIRED',
      purchase_units: [
        {
          reference_id: AN_ORDER_NUMBER,
          custom_id: AN_ORDER_NUMBER,
          amount: { currency_code: 'USD', value: '10.00' },
          payee: { merchant_id: 'MERCHANT1' },
          ...unit,
        },
      ],
      links: [{ rel: 'payer-action', href: 'https://www.paypal.com/checkoutnow?token=1' }],
      ...change,
    },
    status,
  );
const paid = (status = 'COMPLETED') =>
  order(
    { status: 'COMPLETED' },
    {
      payments: {
        captures: [{ id: 'CAP1', status, amount: { currency_code: 'USD', value: '10.00' } }],
      },
    },
  );
const refundReply = (change: object = {}) =>
  replyJson({
    id: 'RF1',
    status: 'COMPLETED',
    amount: { currency_code: 'USD', value: '10.00' },
    invoice_id: A_REFUND_NUMBER,
    ...change,
  });
const error = (status: number, name: string, issue?: string, more: object = {}) =>
  replyJson({ name, message: name, ...(issue ? { details: [{ issue }] } : {}), ...more }, status);
const after = (...replies: readonly ProviderResponse[]) => [TOKEN, ...replies];

const subject: ConformanceSubject = {
  name: 'paypal',
  channel: paypal,
  config: CONFIG,
  credentials: SECRETS,
  request: { method: 'paypal', amount: money('USD', 1000) },
  prelude: [TOKEN],
  notifications: {
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
          Buffer.from(
            captureEvent(message).toString('latin1').replace('CAP1', '\xBB\xE1'),
            'latin1',
          ),
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
  },
  acknowledgements: {
    accepted: { status: 200, headers: JSON_HEADER, body: '{}' },
    rejected: { status: 400, headers: JSON_HEADER, body: '{}' },
    try_again: { status: 503, headers: JSON_HEADER, body: '{}' },
  },
  creates: [
    {
      when: 'PayPal takes it',
      replies: after(order({}, {}, 201)),
      outcome: 'happened',
      nextAction: 'redirect',
    },
    {
      when: 'the client is refused',
      replies: [replyJson({ error: 'invalid_client' }, 401)],
      outcome: 'did_not_happen',
      reason: 'invalid_credentials',
    },
    {
      when: 'the account is restricted',
      replies: after(error(422, 'UNPROCESSABLE_ENTITY', 'PAYEE_ACCOUNT_RESTRICTED')),
      outcome: 'did_not_happen',
      reason: 'account_suspended',
    },
    {
      when: 'there are too many calls',
      replies: after(error(429, 'RATE_LIMIT_REACHED')),
      outcome: 'did_not_happen',
      reason: 'rate_limited',
    },
    {
      when: 'the invoice was paid before',
      replies: after(error(422, 'UNPROCESSABLE_ENTITY', 'DUPLICATE_INVOICE_ID')),
      outcome: 'unknown',
    },
    {
      when: 'another order is answered',
      replies: after(order({}, { custom_id: 'x' })),
      outcome: 'unknown',
    },
    {
      when: 'another amount is answered',
      replies: after(order({}, { amount: { currency_code: 'USD', value: '1.00' } })),
      outcome: 'unknown',
    },
    {
      when: 'the currency is not taken',
      replies: [],
      request: { amount: money('KRW', 1000) },
      outcome: 'did_not_happen',
      reason: 'currency_not_supported',
    },
  ],
  queries: [
    { when: 'it is paid', replies: after(paid()), outcome: 'found', status: 'succeeded' },
    { when: 'it waits', replies: after(order()), outcome: 'found', status: 'pending' },
    {
      when: 'the buyer approved',
      replies: after(order({ status: 'APPROVED' })),
      outcome: 'found',
      status: 'pending',
    },
    {
      when: 'the money waits',
      replies: after(paid('PENDING')),
      outcome: 'found',
      status: 'pending',
    },
    {
      when: 'the capture failed',
      replies: after(paid('DECLINED')),
      outcome: 'found',
      status: 'failed',
      reason: 'declined',
    },
    {
      when: 'the word is new',
      replies: after(order({ status: 'PAUSED' })),
      outcome: 'found',
      status: 'unknown',
    },
    {
      when: 'another order is answered',
      replies: after(order({}, { custom_id: 'x' })),
      outcome: 'unknown',
    },
    {
      when: 'another account is answered',
      replies: after(order({}, { payee: { merchant_id: 'MERCHANT2' } })),
      outcome: 'unknown',
    },
    {
      when: 'there is none',
      replies: after(error(404, 'RESOURCE_NOT_FOUND')),
      outcome: 'not_found',
    },
    {
      when: 'a stale token is refused once',
      replies: [TOKEN, error(401, 'AUTHENTICATION_FAILURE'), TOKEN, paid()],
      outcome: 'found',
      status: 'succeeded',
    },
  ],
  proceeds: [
    {
      when: 'the buyer approved, and it is captured',
      step: { kind: 'approved' },
      replies: after(order({ status: 'APPROVED' }), paid()),
      outcome: 'found',
      status: 'succeeded',
    },
    {
      when: 'the buyer came back without approving',
      step: { kind: 'returned', query: { token: '1' }, form: {} },
      replies: after(order()),
      outcome: 'found',
      status: 'pending',
    },
    {
      when: 'it was captured before',
      step: { kind: 'approved' },
      replies: after(
        order({ status: 'APPROVED' }),
        error(422, 'UNPROCESSABLE_ENTITY', 'ORDER_ALREADY_CAPTURED'),
        paid(),
      ),
      outcome: 'found',
      status: 'succeeded',
    },
    {
      when: 'the card is declined and another one can be taken',
      step: { kind: 'approved' },
      replies: after(
        order({ status: 'APPROVED' }),
        error(422, 'UNPROCESSABLE_ENTITY', 'INSTRUMENT_DECLINED', {
          links: [{ rel: 'redirect', href: 'https://www.paypal.com/checkoutnow?token=1' }],
        }),
      ),
      outcome: 'next',
    },
    {
      when: 'PayPal refuses the payer',
      step: { kind: 'approved' },
      replies: after(
        order({ status: 'APPROVED' }),
        error(422, 'UNPROCESSABLE_ENTITY', 'PAYER_CANNOT_PAY'),
      ),
      outcome: 'not_accepted',
      reason: 'risk_refused',
    },
  ],
  refunds: [
    { when: 'it is done', replies: after(paid(), refundReply()), outcome: 'succeeded' },
    {
      when: 'it is in work and stays so',
      replies: after(paid(), refundReply({ status: 'PENDING' })),
      outcome: 'pending',
    },
    {
      when: 'the first answer said "in work" and it is done by now',
      replies: after(paid(), refundReply({ status: 'PENDING' }), refundReply()),
      outcome: 'succeeded',
    },
    {
      when: 'it failed',
      replies: after(paid(), refundReply({ status: 'FAILED' })),
      outcome: 'did_not_happen',
    },
    {
      when: 'another amount is named',
      replies: after(paid(), refundReply({ amount: { currency_code: 'USD', value: '1.00' } })),
      outcome: 'unknown',
    },
    { when: 'nothing was paid', replies: after(order()), outcome: 'did_not_happen' },
  ],
  refundOverAmount: {
    when: 'more than was paid is asked for',
    replies: after(paid(), error(422, 'UNPROCESSABLE_ENTITY', 'REFUND_AMOUNT_EXCEEDED')),
    outcome: 'did_not_happen',
  },
};

describeConformance(subject);
