import { createHash, createHmac } from 'node:crypto';
import type { RawCallback } from '#shared/application/ports/channel-port.ts';
import { grabpay } from '#shared/channels/grabpay/index.ts';
import { money } from '#shared/domain/money/money.ts';
import {
  A_PROVIDER_REFERENCE,
  A_REFUND_ID,
  A_REFUND_NUMBER,
  AN_ORDER_NUMBER,
} from '#test/channels/conformance/contexts.ts';
import { describeConformance } from '#test/channels/conformance/describe-conformance.ts';
import type { ConformanceSubject, ProviderMessage } from '#test/channels/conformance/subject.ts';
import { replyJson } from '#test/channels/support/scripted-http.ts';

const SECRETS = { partnerSecret: 'NvPwMZqiUkYy-test', clientSecret: 'a-client-secret' };
const CONFIG = { country: 'SG', partnerId: 'partner-1', merchantId: 'm-1', clientId: 'c-1' };
const JSON_HEADER = { 'content-type': 'application/json; charset=utf-8' };
const DATE = 'Sun, 01 Nov 2026 12:00:00 GMT';
const PATH = '/callbacks/grabpay/ch_01k9gfm0c8e4ravxk1q3j7zw99';

/** As the published description of partner calls has it. */
const signed = (body: Buffer, partner = CONFIG.partnerId): RawCallback => {
  const digest = createHash('sha256').update(body).digest('base64');
  const text = ['POST', 'application/json', DATE, PATH, digest, ''].join('\n');
  const hmac = createHmac('sha256', SECRETS.partnerSecret).update(text).digest('base64');
  return {
    httpMethod: 'POST',
    headers: {
      'content-type': 'application/json',
      date: DATE,
      authorization: `${partner}:${hmac}`,
    },
    query: '',
    body,
  };
};

const bodyOf = (message: ProviderMessage): Buffer =>
  Buffer.from(
    JSON.stringify({
      partnerTxID: message.orderNumber,
      txID: message.providerReference,
      txStatus: message.status,
    }),
  );

const status = (change: object = {}) =>
  replyJson({ txID: A_PROVIDER_REFERENCE, txStatus: 'success', reason: '', ...change });
const error = (httpStatus: number, reason: string) => replyJson({ reason }, httpStatus);
const TOKEN = replyJson({ access_token: 'a-buyers-token', token_type: 'Bearer', expires_in: 3600 });
const AGREED = status({ txStatus: 'authorised', oAuthCode: 'a-code' });

const subject: ConformanceSubject = {
  name: 'grabpay',
  channel: grabpay,
  config: CONFIG,
  credentials: SECRETS,
  request: { method: 'grabpay', amount: money('SGD', 1000) },
  notifications: {
    notify: (message) => signed(bodyOf(message)),
    spelling: '1000',
    successWord: 'success',
    expected: { isHint: true },
    statusWords: {
      success: 'succeeded',
      processing: 'pending',
      authorised: 'pending',
      failed: 'failed',
      authorisation_declined: 'failed',
      cancelled: 'closed',
    },
    otherAccountConfig: { ...CONFIG, partnerId: 'partner-2' },
    otherCredentials: { ...SECRETS, partnerSecret: 'a-secret-of-another' },
    blankCredentials: { ...SECRETS, partnerSecret: ' ' },
    withoutSignature: ({ headers, ...callback }) => ({
      ...callback,
      headers: { 'content-type': headers['content-type'] ?? '', date: DATE },
    }),
    withDuplicatedField: (callback) => ({
      ...callback,
      body: Buffer.from(Buffer.from(callback.body).toString().replace('{', '{"partnerTxID":"x",')),
    }),
    signedHeaders: ['authorization', 'date', 'content-type'],
    covers: 'everything',
    foreignCharset: {
      callback: (message) =>
        signed(
          Buffer.from(bodyOf(message).toString('latin1').replace('success', '\xBB\xE1'), 'latin1'),
        ),
      verdict: 'rejected',
    },
    others: [
      {
        what: 'a refund of ours',
        callback: () =>
          signed(
            Buffer.from(JSON.stringify({ partnerTxID: A_REFUND_NUMBER, txStatus: 'success' })),
          ),
        notification: { kind: 'refund', refundId: A_REFUND_ID, status: 'succeeded' },
      },
    ],
  },
  acknowledgements: {
    accepted: { status: 200, headers: JSON_HEADER, body: '{}' },
    rejected: { status: 401, headers: JSON_HEADER, body: '{}' },
    try_again: { status: 503, headers: JSON_HEADER, body: '{}' },
  },
  creates: [
    {
      when: 'GrabPay takes it',
      replies: [replyJson({ partnerTxID: AN_ORDER_NUMBER, request: 'a-request-token' })],
      outcome: 'happened',
      nextAction: 'redirect',
    },
    {
      when: 'the signature is refused',
      replies: [error(401, 'unauthorised')],
      outcome: 'did_not_happen',
      reason: 'invalid_credentials',
    },
    {
      when: 'the number is known',
      replies: [error(409, 'transaction_already_exist')],
      outcome: 'unknown',
    },
    {
      when: 'another order is answered',
      replies: [replyJson({ partnerTxID: 'x', request: 'a-request-token' })],
      outcome: 'unknown',
    },
    {
      when: 'the currency is another country’s',
      replies: [],
      request: { amount: money('MYR', 1000) },
      outcome: 'did_not_happen',
      reason: 'currency_not_supported',
    },
  ],
  queries: [
    {
      when: 'it is paid',
      payment: { kept: '' },
      replies: [status()],
      outcome: 'found',
      status: 'succeeded',
    },
    {
      when: 'the buyer agreed',
      payment: { kept: '' },
      replies: [AGREED],
      outcome: 'found',
      status: 'pending',
    },
    {
      when: 'the bank said no',
      payment: { kept: '' },
      replies: [status({ txStatus: 'failed', reason: 'insufficient balance' })],
      outcome: 'found',
      status: 'failed',
      reason: 'insufficient_funds',
    },
    {
      when: 'the buyer gave up',
      payment: { kept: '' },
      replies: [status({ txStatus: 'cancelled' })],
      outcome: 'found',
      status: 'closed',
    },
    {
      when: 'the word is new',
      payment: { kept: '' },
      replies: [status({ txStatus: 'paused' })],
      outcome: 'found',
      status: 'unknown',
    },
    {
      when: 'the token is over and the other question is answered',
      replies: [error(401, 'expired'), status()],
      payment: { kept: 'an-old-token' },
      outcome: 'found',
      status: 'succeeded',
    },
    {
      when: 'there is none',
      payment: { kept: '' },
      replies: [error(404, 'not found')],
      outcome: 'not_found',
    },
    {
      when: 'the signature is refused',
      payment: { kept: '' },
      replies: [error(401, 'unauthorised')],
      outcome: 'unknown',
      reason: 'invalid_credentials',
    },
  ],
  proceeds: [
    {
      when: 'the buyer comes back with a code',
      step: { kind: 'returned', query: { code: 'a-code', state: 'abc' }, form: {} },
      payment: { kept: '' },
      replies: [TOKEN, status()],
      outcome: 'found',
      status: 'succeeded',
    },
    {
      when: 'the code is for another order’s state',
      step: { kind: 'returned', query: { code: 'a-code', state: 'xyz' }, form: {} },
      payment: { kept: '' },
      replies: [status({ txStatus: 'processing' })],
      outcome: 'found',
      status: 'pending',
    },
    {
      when: 'the buyer never came back',
      step: { kind: 'approved' },
      payment: { kept: '' },
      replies: [AGREED, TOKEN, status()],
      outcome: 'found',
      status: 'succeeded',
    },
    {
      when: 'the code was used before',
      step: { kind: 'approved' },
      payment: { kept: '' },
      replies: [AGREED, error(400, 'invalid_grant'), status()],
      outcome: 'found',
      status: 'succeeded',
    },
    {
      when: 'there is a token from before',
      step: { kind: 'approved' },
      replies: [status()],
      outcome: 'found',
      status: 'succeeded',
    },
  ],
  kept: 'a-buyers-token',
  refunds: [
    {
      when: 'the token was lost',
      replies: [],
      payment: { kept: '' },
      outcome: 'did_not_happen',
    },
    {
      when: 'it is done',
      replies: [status()],
      outcome: 'succeeded',
    },
    {
      when: 'it is worked on',
      replies: [status({ txStatus: 'processing' })],
      outcome: 'pending',
    },
    {
      when: 'it failed',
      replies: [status({ txStatus: 'failed' })],
      outcome: 'did_not_happen',
    },
    {
      when: 'the number is known and done',
      replies: [error(409, 'transaction_already_exist'), status()],
      outcome: 'succeeded',
    },
  ],
  refundOverAmount: { when: 'it is too much', replies: [], outcome: 'did_not_happen' },
};

describeConformance(subject);
