import { createHmac } from 'node:crypto';
import type { RawCallback } from '#shared/application/ports/channel-port.ts';
import { sandbox } from '#shared/channels/sandbox/index.ts';
import { RIGHT_CODE } from '#shared/channels/sandbox/scripts.ts';
import { money } from '#shared/domain/money/money.ts';
import { describeConformance } from '#test/channels/conformance/describe-conformance.ts';
import type { ConformanceSubject, ProviderMessage } from '#test/channels/conformance/subject.ts';

const KEY = 'a-secret-of-the-developer';
const JSON_HEADER = { 'content-type': 'application/json; charset=utf-8' };

const signed = (body: Buffer, key = KEY): RawCallback => ({
  httpMethod: 'POST',
  headers: {
    'content-type': 'application/json',
    'sandbox-signature': createHmac('sha256', key).update(body).digest('hex'),
  },
  query: '',
  body,
});

const bodyOf = (message: ProviderMessage): Buffer =>
  Buffer.from(
    JSON.stringify({
      account: 'my shop',
      order: message.orderNumber,
      reference: message.providerReference,
      status: message.status,
      currency: message.currency ?? 'CNY',
    }).replace(/}$/, `,"minor":${message.amount}}`),
  );

const ending = (digits: number) => ({ amount: money('CNY', 1000 + digits) });

const subject: ConformanceSubject = {
  name: 'sandbox',
  channel: sandbox,
  config: { account: 'my shop' },
  credentials: { key: KEY },
  callsNobody: true,
  createsWithoutCall: true,
  notifications: {
    notify: (message) => signed(bodyOf(message)),
    spelling: '1000',
    successWord: 'paid',
    statusWords: { pending: 'pending', paid: 'succeeded', failed: 'failed', closed: 'closed' },
    amounts: [
      { spelling: '1000', amount: money('CNY', 1000) },
      { spelling: '1', amount: money('CNY', 1) },
      { spelling: '9999999999', amount: money('CNY', 9_999_999_999) },
    ],
    nonAmounts: ['-1', '1.5', '"10"', 'null', '99999999999999999999'],
    otherCurrency: { word: 'JPY', currency: 'JPY' },
    otherAccountConfig: { account: 'another shop' },
    otherCredentials: { key: 'a-secret-of-somebody-else' },
    blankCredentials: { key: ' ' },
    withoutSignature: ({ headers, ...callback }) => ({
      ...callback,
      headers: { 'content-type': headers['content-type'] ?? '' },
    }),
    withDuplicatedField: (callback) => ({
      ...callback,
      body: Buffer.from(Buffer.from(callback.body).toString().replace('{', '{"order":"x",')),
    }),
    signedHeaders: ['sandbox-signature'],
    covers: 'everything',
    foreignCharset: {
      callback: (message) =>
        signed(Buffer.from(bodyOf(message).toString().replace('my shop', '\xBB\xE1'), 'latin1')),
      verdict: 'rejected',
    },
  },
  acknowledgements: {
    accepted: { status: 200, headers: JSON_HEADER, body: '{"result":"accepted"}' },
    rejected: { status: 400, headers: JSON_HEADER, body: '{"result":"rejected"}' },
    try_again: { status: 503, headers: JSON_HEADER, body: '{"result":"try_again"}' },
  },
  creates: [
    { when: 'nothing else is said', replies: [], outcome: 'happened', nextAction: 'redirect' },
    ...(
      [
        [42, 'enter_code'],
        [43, 'qr'],
        [44, 'form'],
        [45, 'address'],
        [46, 'client_params'],
      ] as const
    ).map(([digits, nextAction]) => ({
      when: `the amount ends in ${digits}`,
      replies: [],
      request: ending(digits),
      outcome: 'happened' as const,
      nextAction,
    })),
    {
      when: 'the amount ends in 82',
      replies: [],
      request: ending(82),
      outcome: 'did_not_happen',
      reason: 'provider_maintenance',
    },
    { when: 'the amount ends in 71', replies: [], request: ending(71), outcome: 'unknown' },
  ],
  queries: [
    { when: 'nothing else is said', replies: [], outcome: 'found', status: 'succeeded' },
    {
      when: 'it is paid later',
      replies: [],
      payment: ending(61),
      outcome: 'found',
      status: 'pending',
    },
    {
      when: 'it is never paid',
      replies: [],
      payment: ending(62),
      outcome: 'found',
      status: 'pending',
    },
    {
      when: 'it waits for a code',
      replies: [],
      payment: ending(42),
      outcome: 'found',
      status: 'pending',
    },
    {
      when: 'the buyer has no money',
      replies: [],
      payment: ending(92),
      outcome: 'found',
      status: 'failed',
      reason: 'insufficient_funds',
    },
    { when: 'it was never made', replies: [], payment: ending(72), outcome: 'not_found' },
  ],
  proceeds: [
    {
      when: 'the buyer is back',
      step: { kind: 'returned', query: {}, form: {} },
      replies: [],
      payment: ending(41),
      outcome: 'found',
      status: 'succeeded',
    },
    {
      when: 'the code is right',
      step: { kind: 'code', code: RIGHT_CODE },
      replies: [],
      payment: ending(42),
      outcome: 'found',
      status: 'succeeded',
    },
    {
      when: 'the code is wrong',
      step: { kind: 'code', code: '123456' },
      replies: [],
      payment: ending(42),
      outcome: 'not_accepted',
      reason: 'authentication_failed',
    },
  ],
  closes: [{ when: 'it is paid', replies: [], outcome: 'already_paid' }],
  refunds: [
    { when: 'nothing else is said', replies: [], outcome: 'succeeded' },
    { when: 'the amount ends in 52', replies: [], payment: ending(52), outcome: 'pending' },
    { when: 'the amount ends in 53', replies: [], payment: ending(53), outcome: 'unknown' },
  ],
  refundOverAmount: { when: 'it is too much', replies: [], outcome: 'did_not_happen' },
};

describeConformance(subject);
