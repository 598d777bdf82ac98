import { createHmac, generateKeyPairSync } from 'node:crypto';
import type { RawCallback } from '#shared/application/ports/channel-port.ts';
import { fortumo } from '#shared/channels/fortumo/index.ts';
import { money } from '#shared/domain/money/money.ts';
import {
  A_PROVIDER_REFERENCE,
  A_REFUND_ID,
  A_REFUND_NUMBER,
  AN_ATTEMPT_ID,
  AN_ORDER_NUMBER,
} from '#test/channels/conformance/contexts.ts';
import { describeConformance } from '#test/channels/conformance/describe-conformance.ts';
import type { ProviderMessage } from '#test/channels/conformance/subject.ts';
import { replyJson, replyText } from '#test/channels/support/scripted-http.ts';

const KEY = 'a-key-for-the-tokens-of-addresses';
const MERCHANT = '93d9523134eee0f22716e49093af881a';
const TOKEN = 'b08aa048-45d3-4fd0-b967-5b9db5c35e2d:3e620386';
const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});
const CONFIG = {
  merchantId: MERCHANT,
  channelCode: 'sandbox-ee',
  country: 'EE',
  currency: 'EUR',
} as const;
const CREDENTIALS = { privateKey, notificationKey: KEY };
const PHONE = '+3725123456';

const address = (order: string, refund = ''): string =>
  new URLSearchParams({
    order,
    ...(refund ? { refund } : {}),
    token: createHmac('sha256', KEY).update(`${order}\n${refund}`).digest('base64url'),
  }).toString();

const callback = (query: string, body: string): RawCallback => ({
  httpMethod: 'POST',
  headers: { 'content-type': 'application/json' },
  query,
  body: Buffer.from(body),
});

/** Written by hand: the amount keeps its spelling. */
const notify = (message: ProviderMessage): RawCallback => {
  const { orderNumber, providerReference, amount, status, currency = 'EUR' } = message;
  return callback(
    address(orderNumber),
    `{"transaction_id":"${providerReference}","transaction_state":${JSON.stringify(status)},"merchant":"${MERCHANT}",` +
      `"operation_reference":"${orderNumber}","consumer_identity":"9af92f6e-b83e-3b11-9148-ca60fdeb9115",` +
      `"channel":{"code":"sandbox-ee","country":"EE"},"error":{},"timestamp":"2026-11-01T12:00:00.450Z",` +
      `"price":{"amount":${amount},"currency":"${currency}"}}`,
  );
};

const authorisation = (state: string): RawCallback =>
  callback(
    address(AN_ORDER_NUMBER),
    JSON.stringify({
      charging_token: TOKEN,
      authorisation_state: state,
      merchant: MERCHANT,
      operation_reference: AN_ORDER_NUMBER,
      channel: { code: 'sandbox-ee', country: 'EE' },
      error: {},
      timestamp: '2026-11-01T12:00:00.149Z',
      metadata: {},
    }),
  );

const refunded = (change: object = {}): RawCallback =>
  callback(
    address(AN_ORDER_NUMBER, A_REFUND_NUMBER),
    JSON.stringify({
      merchant: MERCHANT,
      operation_reference: A_REFUND_NUMBER,
      payment_amount: { value: 10, currency: 'EUR' },
      refund_amount: { value: 4.5, currency: 'EUR' },
      refund_status: 'refunded',
      transaction_id: A_PROVIDER_REFERENCE,
      timestamp: '2026-11-01T12:00:00.149Z',
      ...change,
    }),
  );

const OK = replyText('', 200);
const refusal = (status: number) => replyJson({ error: { message: 'not like this' } }, status);
const verified = { kept: `verified ${TOKEN}` };
const session = { kept: `session ${TOKEN}` };

describeConformance({
  name: 'fortumo',
  channel: fortumo,
  config: CONFIG,
  credentials: CREDENTIALS,
  request: { method: 'carrier_billing', amount: money('EUR', 1000), phone: PHONE },
  kept: `charging ${TOKEN}`,
  answersWithoutBody: true,
  notifications: {
    notify,
    spelling: '10.00',
    successWord: 'charged',
    statusWords: {
      new: 'pending',
      pending_charge: 'pending',
      charged: 'succeeded',
      failed: 'failed',
      suspended: 'unknown',
      frozen: 'unknown',
    },
    amounts: [
      { spelling: '10.00', amount: money('EUR', 1000) },
      { spelling: '10', amount: money('EUR', 1000) },
      { spelling: '0.07', amount: money('EUR', 7) },
      { spelling: '4.99', amount: money('EUR', 499) },
      { spelling: '"4.99"', amount: money('EUR', 499) },
    ],
    nonAmounts: ['-1.00', '1,00', ' ', '99999999999999999999', '0.001', 'null', '{}', '"ten"'],
    otherCurrency: { word: 'SGD', currency: 'SGD' },
    otherAccountConfig: { ...CONFIG, merchantId: 'd3ad608d0a1729727a3eb6bc0892b427' },
    otherCredentials: { ...CREDENTIALS, notificationKey: 'a-key-of-somebody-else' },
    blankCredentials: { ...CREDENTIALS, notificationKey: ' ' },
    withoutSignature: (given) => ({ ...given, query: given.query.replace(/&token=.*/, '') }),
    withDuplicatedField: (given) => ({
      ...given,
      query: `${given.query}&order=01k9gfm0c8e4ravxk1q3j7zw02`,
    }),
    covers: 'address',
    foreignCharset: {
      callback: (message) => ({ ...notify(message), body: Buffer.from('{"x":"\xBB"}', 'latin1') }),
      verdict: 'rejected',
    },
    others: [
      ...['new', 'pending', 'confirmed', 'verified', 'failed', 'invalidated'].map((state) => ({
        what: `consent that is ${state} is only asked about`,
        callback: () => authorisation(state),
        notification: {
          kind: 'payment' as const,
          attemptId: AN_ATTEMPT_ID,
          status: 'pending' as const,
          providerStatus: state,
          isHint: true,
        },
      })),
      {
        what: 'consent in a new word',
        callback: () => authorisation('paused'),
        notification: { kind: 'payment', status: 'unknown', isHint: true },
      },
      {
        what: 'a refund of ours that is done',
        callback: () => refunded(),
        notification: {
          kind: 'refund',
          refundId: A_REFUND_ID,
          attemptId: AN_ATTEMPT_ID,
          status: 'succeeded',
          amount: money('EUR', 450),
        },
      },
      {
        what: 'a refund of ours that failed',
        callback: () => refunded({ refund_status: 'failed' }),
        notification: { kind: 'refund', refundId: A_REFUND_ID, status: 'failed' },
      },
      {
        what: 'a refund of ours without a word',
        callback: () => refunded({ refund_status: undefined }),
        notification: { kind: 'refund', refundId: A_REFUND_ID, status: 'unknown' },
      },
      {
        what: 'money that the operator gave back',
        callback: () =>
          notify({
            orderNumber: AN_ORDER_NUMBER,
            providerReference: 'T1',
            amount: '10',
            status: 'refunded',
          }),
        notification: { kind: 'refund', attemptId: AN_ATTEMPT_ID, status: 'succeeded' },
      },
      {
        what: 'money that the customer took back',
        callback: () =>
          notify({
            orderNumber: AN_ORDER_NUMBER,
            providerReference: 'T1',
            amount: '10',
            status: 'chargeback',
          }),
        notification: { kind: 'dispute', attemptId: AN_ATTEMPT_ID, status: 'open' },
      },
    ],
  },
  acknowledgements: {
    accepted: {
      status: 200,
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: '{"success":true}',
    },
    rejected: {
      status: 401,
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: '{"success":false}',
    },
    try_again: {
      status: 503,
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: '{"success":false}',
    },
  },
  creates: [
    { when: 'it is queued', replies: [OK], outcome: 'happened', nextAction: 'enter_code' },
    {
      when: 'it is queued, with a body',
      replies: [replyJson({ code: 200 })],
      outcome: 'happened',
      nextAction: 'enter_code',
    },
    {
      when: 'there is no phone number',
      replies: [],
      request: { phone: '5123456' },
      outcome: 'did_not_happen',
      reason: 'instrument_expired',
    },
    {
      when: 'the operator bills in another currency',
      replies: [],
      request: { amount: money('USD', 1000) },
      outcome: 'did_not_happen',
      reason: 'currency_not_supported',
    },
    {
      when: 'the token is refused',
      replies: [refusal(401)],
      outcome: 'did_not_happen',
      reason: 'invalid_credentials',
    },
    {
      when: 'something is wrong with it',
      replies: [refusal(400)],
      outcome: 'did_not_happen',
      reason: 'provider_refused',
    },
    {
      when: 'there were too many',
      replies: [refusal(429)],
      outcome: 'did_not_happen',
      reason: 'rate_limited',
    },
    { when: 'it is a conflict', replies: [refusal(409)], outcome: 'unknown' },
  ],
  queries: [
    {
      when: 'nothing was told',
      replies: [],
      payment: { kept: undefined as never },
      outcome: 'unknown',
    },
    {
      when: 'what was kept is no consent',
      replies: [],
      payment: { kept: 'verified ../payments' },
      outcome: 'unknown',
    },
    {
      when: 'the PIN is awaited',
      replies: [],
      payment: session,
      outcome: 'found',
      status: 'pending',
    },
    {
      when: 'the PIN was right',
      replies: [],
      payment: verified,
      outcome: 'found',
      status: 'pending',
    },
    {
      when: 'the PIN was wrong',
      replies: [],
      payment: { kept: `failed ${TOKEN}` },
      outcome: 'found',
      status: 'failed',
      reason: 'authentication_failed',
    },
    {
      when: 'the consent was taken back',
      replies: [],
      payment: { kept: `invalidated ${TOKEN}` },
      outcome: 'found',
      status: 'closed',
    },
    { when: 'its charge was asked for', replies: [], outcome: 'unknown' },
  ],
  proceeds: [
    {
      when: 'the code is sent on',
      step: { kind: 'code', code: '1234' },
      replies: [OK],
      payment: session,
      outcome: 'found',
      status: 'pending',
    },
    {
      when: 'the code is refused',
      step: { kind: 'code', code: '1' },
      replies: [refusal(400)],
      payment: session,
      outcome: 'not_accepted',
      reason: 'authentication_failed',
    },
    {
      when: 'the code comes before the session',
      step: { kind: 'code', code: '1234' },
      replies: [],
      payment: { kept: undefined as never },
      outcome: 'unknown',
    },
    {
      when: 'the buyer has agreed',
      step: { kind: 'approved' },
      replies: [OK],
      payment: verified,
      outcome: 'found',
      status: 'pending',
    },
    {
      when: 'the charge is refused',
      step: { kind: 'approved' },
      replies: [refusal(400)],
      payment: verified,
      outcome: 'found',
      status: 'failed',
    },
    {
      when: 'the charge is refused for the key',
      step: { kind: 'approved' },
      replies: [refusal(401)],
      payment: verified,
      outcome: 'unknown',
    },
    {
      when: 'nobody knows of the charge',
      step: { kind: 'approved' },
      replies: [replyText('', 502)],
      payment: verified,
      outcome: 'unknown',
    },
    {
      when: 'the buyer has not agreed',
      step: { kind: 'approved' },
      replies: [],
      payment: session,
      outcome: 'found',
      status: 'pending',
    },
  ],
  closes: [
    { when: 'its token is made worthless', replies: [OK], outcome: 'closed' },
    { when: 'its token was worthless', replies: [refusal(400)], outcome: 'closed' },
  ],
  refunds: [
    { when: 'it is queued', replies: [OK], outcome: 'pending' },
    { when: 'the operator has no refunds', replies: [refusal(400)], outcome: 'did_not_happen' },
    { when: 'it is a conflict', replies: [refusal(409)], outcome: 'unknown' },
  ],
  refundOverAmount: {
    when: 'more than was paid is asked for',
    replies: [refusal(400)],
    outcome: 'did_not_happen',
  },
});
