import { createHash } from 'node:crypto';
import type { RawCallback } from '#shared/application/ports/channel-port.ts';
import { jeepay } from '#shared/channels/jeepay/index.ts';
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

const SECRET = 'SBdL4xUKN8aMMDLuYq7VAX2nC9XtWJLkkzs4vFtN';
const ACCOUNT = { mchNo: 'M1600000001', appId: '60cc09bce4b0f1c0b83761c9' };
const PLAIN = { 'content-type': 'text/plain; charset=utf-8' };

type Value = string | number;

const signed = (fields: Readonly<Record<string, Value>>, secret = SECRET): string => {
  const wholes = Object.entries(fields)
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${name}=${value}&`);
  wholes.sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1));
  return createHash('md5')
    .update(Buffer.from(`${wholes.join('')}key=${secret}`, 'latin1'))
    .digest('hex')
    .toUpperCase();
};

/** Values are byte strings, percent-encoded byte by byte. */
const encoded = (fields: Readonly<Record<string, Value>>): string =>
  Object.entries(fields)
    .map(([name, value]) => {
      const bytes = Buffer.from(String(value), 'latin1').toString('latin1');
      return `${name}=${escapeBytes(bytes)}`;
    })
    .join('&');

const escapeBytes = (bytes: string): string =>
  bytes.replace(
    /[^A-Za-z0-9_.-]/g,
    (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );

const utf8 = (text: string): string => Buffer.from(text).toString('latin1');

type Carrier = 'query' | 'form';

const carried = (fields: Readonly<Record<string, Value>>, carrier: Carrier): RawCallback => {
  const text = encoded({ ...fields, sign: signed(fields) });
  return {
    httpMethod: 'POST',
    headers: carrier === 'form' ? { 'content-type': 'application/x-www-form-urlencoded' } : {},
    query: carrier === 'query' ? text : '',
    body: Buffer.from(carrier === 'form' ? text : ''),
  };
};

const fieldsOf = (message: ProviderMessage): Record<string, Value> => ({
  payOrderId: message.providerReference,
  ...ACCOUNT,
  mchOrderNo: message.orderNumber,
  ifCode: 'alipay',
  wayCode: 'ALI_QR',
  amount: message.amount,
  currency: message.currency ?? 'cny',
  state: message.status,
  subject: utf8('VIP会员 30 days'),
  createdAt: 1_793_534_400_000,
  reqTime: 1_793_534_401_000,
});

const inUtf8 = (fields: Readonly<Record<string, Value>>) =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, utf8(String(value))]));

const done = (data: Readonly<Record<string, Value>>, change: object = {}) =>
  replyJson({ code: 0, msg: 'SUCCESS', data, sign: signed(inUtf8(data)), ...change });
const refused = (msg: string) => replyJson({ code: 9999, msg, data: null, sign: null });

const created = (change: Readonly<Record<string, Value>> = {}) =>
  done({
    payOrderId: A_PROVIDER_REFERENCE,
    mchOrderNo: AN_ORDER_NUMBER,
    orderState: 1,
    payDataType: 'codeUrl',
    payData: 'https://qr.alipay.com/bax0001',
    ...change,
  });

const found = (change: Readonly<Record<string, Value>> = {}) =>
  done({
    payOrderId: A_PROVIDER_REFERENCE,
    ...ACCOUNT,
    mchOrderNo: AN_ORDER_NUMBER,
    amount: 1000,
    currency: 'cny',
    state: 2,
    ...change,
  });

const refundReply = (change: Readonly<Record<string, Value>> = {}) =>
  done({
    refundOrderId: 'R1',
    mchRefundNo: A_REFUND_NUMBER,
    payOrderId: A_PROVIDER_REFERENCE,
    refundAmount: 1000,
    state: 2,
    ...change,
  });

const subjectOf = (carrier: Carrier): ConformanceSubject => ({
  name: `jeepay, notified by ${carrier}`,
  channel: jeepay,
  config: { gatewayUrl: 'https://pay.example.com/', ...ACCOUNT },
  credentials: { appSecret: SECRET },
  notifications: {
    notify: (message) => carried(fieldsOf(message), carrier),
    spelling: '1000',
    successWord: '2',
    statusWords: {
      '0': 'pending',
      '1': 'pending',
      '2': 'succeeded',
      '3': 'failed',
      '4': 'closed',
      '5': 'unknown',
      '6': 'closed',
    },
    amounts: [
      { spelling: '1000', amount: money('CNY', 1000) },
      { spelling: '1', amount: money('CNY', 1) },
      { spelling: '10000', amount: money('CNY', 10_000) },
      { spelling: '9999999999', amount: money('CNY', 9_999_999_999) },
    ],
    nonAmounts: ['-1', '10.00', '1e3', '1,000', ' ', '99999999999999999999'],
    otherCurrency: { word: 'usd', currency: 'USD' },
    otherAccountConfig: { gatewayUrl: 'https://pay.example.com/', ...ACCOUNT, mchNo: 'M2' },
    otherCredentials: { appSecret: 'another-applications-secret' },
    blankCredentials: { appSecret: ' ' },
    withoutSignature: (callback) => ({
      ...callback,
      query: callback.query.replace(/&sign=[^&]*/, ''),
      body: Buffer.from(
        Buffer.from(callback.body)
          .toString()
          .replace(/&sign=[^&]*/, ''),
      ),
    }),
    withDuplicatedField: (callback) => ({
      ...callback,
      query: callback.query && `${callback.query}&mchOrderNo=x`,
      body: Buffer.from(
        callback.body.length > 0 ? `${Buffer.from(callback.body)}&mchOrderNo=x` : '',
      ),
    }),
    covers: 'everything',
    foreignCharset: {
      callback: (message) =>
        carried({ ...fieldsOf(message), subject: '\xBB\xE1\xD4\xB1' }, carrier),
      verdict: 'verified',
    },
    others: [
      {
        what: 'a refund of ours that is done',
        callback: () =>
          carried(
            {
              refundOrderId: 'R1',
              payOrderId: A_PROVIDER_REFERENCE,
              ...ACCOUNT,
              mchRefundNo: A_REFUND_NUMBER,
              payAmount: 1000,
              refundAmount: 400,
              currency: 'cny',
              state: 2,
              reqTime: 1_793_534_401_000,
            },
            carrier,
          ),
        notification: {
          kind: 'refund',
          refundId: A_REFUND_ID,
          status: 'succeeded',
          amount: money('CNY', 400),
        },
      },
      {
        what: 'a refund that somebody else made',
        callback: () =>
          carried(
            { refundOrderId: 'R2', ...ACCOUNT, mchRefundNo: 'M-7', refundAmount: 400, state: 3 },
            carrier,
          ),
        notification: { kind: 'refund', status: 'failed' },
      },
    ],
  },
  acknowledgements: {
    accepted: { status: 200, headers: PLAIN, body: 'success' },
    rejected: { status: 400, headers: PLAIN, body: 'fail' },
    try_again: { status: 503, headers: PLAIN, body: 'fail' },
  },
  creates: [
    { when: 'a QR code comes', replies: [created()], outcome: 'happened', nextAction: 'qr' },
    {
      when: 'a link comes',
      replies: [created({ payDataType: 'payurl', payData: 'https://pay.example.com/h5/1' })],
      outcome: 'happened',
      nextAction: 'redirect',
    },
    {
      when: 'a form comes',
      replies: [
        created({
          payDataType: 'form',
          payData:
            '<form action="https://up.example.com/x" method="post"><input name="a" value="1"></form>',
        }),
      ],
      outcome: 'happened',
      nextAction: 'form',
    },
    {
      when: 'the link would run as a script',
      replies: [created({ payDataType: 'payurl', payData: 'javascript:alert(1)' })],
      outcome: 'unknown',
    },
    {
      when: 'the way behind the gateway refuses',
      replies: [created({ orderState: 3, errMsg: '单笔金额超限' })],
      outcome: 'did_not_happen',
      reason: 'amount_out_of_range',
    },
    {
      when: 'the signature is refused',
      replies: [refused('验签失败')],
      outcome: 'did_not_happen',
      reason: 'invalid_credentials',
    },
    {
      when: 'the way is not open',
      replies: [refused('商户应用不支持该支付方式')],
      outcome: 'did_not_happen',
      reason: 'method_unavailable',
    },
    { when: 'the number is known', replies: [refused('商户订单[x]已存在')], outcome: 'unknown' },
    { when: 'the engine stumbled', replies: [refused('系统异常')], outcome: 'unknown' },
    {
      when: 'nobody signed the success',
      replies: [replyJson({ code: 0, data: { mchOrderNo: AN_ORDER_NUMBER }, sign: null })],
      outcome: 'unknown',
    },
    {
      when: 'another order is answered',
      replies: [created({ mchOrderNo: '01k9gfm0c8e4ravxk1q3j7zw02' })],
      outcome: 'unknown',
    },
  ],
  queries: [
    { when: 'it is paid', replies: [found()], outcome: 'found', status: 'succeeded' },
    { when: 'it waits', replies: [found({ state: 1 })], outcome: 'found', status: 'pending' },
    { when: 'it failed', replies: [found({ state: 3 })], outcome: 'found', status: 'failed' },
    { when: 'it was closed', replies: [found({ state: 6 })], outcome: 'found', status: 'closed' },
    {
      when: 'it was paid back',
      replies: [found({ state: 5 })],
      outcome: 'found',
      status: 'unknown',
    },
    {
      when: 'the word is new',
      replies: [found({ state: 77 })],
      outcome: 'found',
      status: 'unknown',
    },
    { when: 'another account is answered', replies: [found({ mchNo: 'M2' })], outcome: 'unknown' },
    {
      when: 'nobody signed it',
      replies: [done({ state: 2 }, { sign: 'A'.repeat(32) })],
      outcome: 'unknown',
    },
    { when: 'there is no such order', replies: [refused('订单不存在')], outcome: 'not_found' },
  ],
  closes: [
    { when: 'it waits', replies: [done({})], outcome: 'closed' },
    {
      when: 'it is paid',
      replies: [refused('当前订单不可关闭'), found()],
      outcome: 'already_paid',
    },
    {
      when: 'it is closed already',
      replies: [refused('当前订单不可关闭'), found({ state: 6 })],
      outcome: 'closed',
    },
  ],
  refunds: [
    { when: 'it is done', replies: [refundReply()], outcome: 'succeeded' },
    { when: 'it is in work', replies: [refundReply({ state: 1 })], outcome: 'pending' },
    { when: 'it failed', replies: [refundReply({ state: 3 })], outcome: 'did_not_happen' },
    {
      when: 'the number is known and done',
      replies: [refused('商户退款订单号[x]已存在'), refundReply()],
      outcome: 'succeeded',
    },
    {
      when: 'another amount is named',
      replies: [refundReply({ refundAmount: 1 })],
      outcome: 'unknown',
    },
    { when: 'the engine stumbled', replies: [refused('系统异常')], outcome: 'unknown' },
    {
      when: 'another refund is in work',
      replies: [refused('支付订单具有在途退款申请，请稍后再试')],
      outcome: 'did_not_happen',
    },
  ],
  refundOverAmount: {
    when: 'more than was paid is asked for',
    replies: [refused('申请金额超出订单可退款余额，请检查退款金额')],
    outcome: 'did_not_happen',
  },
});

describeConformance(subjectOf('query'));
describeConformance(subjectOf('form'));
