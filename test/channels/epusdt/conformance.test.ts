import { createHash } from 'node:crypto';
import type { RawCallback } from '#shared/application/ports/channel-port.ts';
import { epusdt } from '#shared/channels/epusdt/index.ts';
import { money } from '#shared/domain/money/money.ts';
import { A_PROVIDER_REFERENCE, AN_ORDER_NUMBER, NOW } from '#test/channels/conformance/contexts.ts';
import { describeConformance } from '#test/channels/conformance/describe-conformance.ts';
import type { ConformanceSubject, ProviderMessage } from '#test/channels/conformance/subject.ts';
import { replyJson } from '#test/channels/support/scripted-http.ts';

const TOKEN = 'a-token-of-the-gateway';
const ADDRESS = 'TNEns8t9jbWENbStkQdVQtHMGpbsYsQjZK';
const PLAIN = { 'content-type': 'text/plain; charset=utf-8' };

type Dialect = 'epusdt' | 'bepusdt';

/** Signs as the gateways do; amounts in the tests are below the size where their spellings differ, unless `spelt`. */
const signed = (
  fields: Readonly<Record<string, string>>,
  { token = TOKEN, spelt = {} as Readonly<Record<string, string>> } = {},
): string => {
  const text = Object.entries({ ...fields, ...spelt })
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${name}=${value.replace(/^"|"$/g, '')}`)
    .sort()
    .join('&');
  return createHash('md5')
    .update(text + token)
    .digest('hex');
};

/** Raw JSON tokens, so that numbers keep their spelling. */
const carried = (tokens: Readonly<Record<string, string>>, spelt = {}): RawCallback => {
  const signature = signed(tokens, { spelt });
  const body = Object.entries({ ...tokens, signature: `"${signature}"` })
    .map(([name, token]) => `"${name}":${token}`)
    .join(',');
  return {
    httpMethod: 'POST',
    headers: { 'content-type': 'application/json' },
    query: '',
    body: Buffer.from(`{${body}}`),
  };
};

/** What Go makes of a number that was read, in either dialect. */
const goText = (token: string, dialect: Dialect): string => {
  const value = Number(token);
  if (!Number.isFinite(value)) return token;
  const [mantissa = '', power = '0'] = value.toExponential().split('e');
  const exponent = Number(power);
  if (dialect === 'bepusdt' && exponent >= 6)
    return `${mantissa}e+${String(exponent).padStart(2, '0')}`;
  return String(value);
};

const tokensOf = (message: ProviderMessage, dialect: Dialect): Record<string, string> => ({
  trade_id: `"${message.providerReference}"`,
  order_id: `"${message.orderNumber}"`,
  amount: message.amount,
  actual_amount: dialect === 'bepusdt' ? '"1.37"' : '1.37',
  token: `"${ADDRESS}"`,
  block_transaction_id: '"12ef6267b42e43959795cf31808d0cc72b3d0a48953ed19c61d4b6665a341d10"',
  status: /^\d+$/.test(message.status) ? message.status : `"${message.status}"`,
});

const notifyAs = (dialect: Dialect) => (message: ProviderMessage) =>
  carried(tokensOf(message, dialect), {
    amount: /^[\d.]+$/.test(message.amount) ? goText(message.amount, dialect) : message.amount,
  });

const created = (dialect: Dialect, change: object = {}) =>
  replyJson({
    status_code: 200,
    message: 'success',
    data: {
      trade_id: A_PROVIDER_REFERENCE,
      order_id: AN_ORDER_NUMBER,
      amount: dialect === 'epusdt' ? 10 : '10.00',
      actual_amount: dialect === 'epusdt' ? 1.37 : '1.37',
      token: ADDRESS,
      expiration_time: dialect === 'epusdt' ? NOW.getTime() / 1000 + 1800 : 900,
      payment_url: 'https://usdt.example.com/pay/checkout-counter/1',
      ...(dialect === 'bepusdt' ? { fiat: 'CNY', status: 1 } : {}),
      ...change,
    },
    request_id: 'r1',
  });

const refused = (status_code: number, message: string) => replyJson({ status_code, message });

const found = (dialect: Dialect, change: object = {}) =>
  replyJson({
    status_code: 200,
    message: 'success',
    data:
      dialect === 'epusdt'
        ? { trade_id: A_PROVIDER_REFERENCE, status: 2, ...change }
        : {
            trade_id: A_PROVIDER_REFERENCE,
            order_id: AN_ORDER_NUMBER,
            status: 2,
            money: '10.00',
            fiat: 'CNY',
            ...change,
          },
  });

const subjectOf = (dialect: Dialect): ConformanceSubject => ({
  name: dialect === 'epusdt' ? 'epusdt' : 'epusdt, dialect bepusdt',
  channel: epusdt,
  config: { gatewayUrl: 'https://usdt.example.com/', dialect },
  credentials: { apiToken: TOKEN },
  request: { method: 'usdt_trc20' },
  notifications: {
    notify: notifyAs(dialect),
    spelling: '10',
    successWord: '2',
    statusWords: {
      '1': 'pending',
      '2': 'succeeded',
      '3': 'closed',
      ...(dialect === 'bepusdt' ? ({ '4': 'closed', '5': 'pending', '6': 'failed' } as const) : {}),
    },
    amounts: [
      { spelling: '10', amount: money('CNY', 1000) },
      { spelling: '10.00', amount: money('CNY', 1000) },
      { spelling: '0.01', amount: money('CNY', 1) },
      { spelling: '100', amount: money('CNY', 10_000) },
      { spelling: '28.88', amount: money('CNY', 2_888) },
      { spelling: '1000000', amount: money('CNY', 100_000_000) },
      { spelling: '99999999.99', amount: money('CNY', 9_999_999_999) },
    ],
    nonAmounts: ['"-1.00"', '"1,00"', '" "', '0.001', 'null'],
    otherCredentials: { apiToken: 'a-token-of-another-gateway' },
    blankCredentials: { apiToken: ' ' },
    withoutSignature: (callback) => ({
      ...callback,
      body: Buffer.from(
        Buffer.from(callback.body)
          .toString()
          .replace(/,"signature":"[^"]*"/, ''),
      ),
    }),
    withDuplicatedField: (callback) => ({
      ...callback,
      body: Buffer.from(Buffer.from(callback.body).toString().replace('{', '{"order_id":"x",')),
    }),
    covers: 'everything',
    foreignCharset: {
      callback: (message) => {
        const callback = notifyAs(dialect)(message);
        const body = Buffer.from(callback.body).toString('latin1').replace(ADDRESS, '\xBB\xE1');
        return { ...callback, body: Buffer.from(body, 'latin1') };
      },
      verdict: 'rejected',
    },
  },
  acknowledgements: {
    accepted: { status: 200, headers: PLAIN, body: 'ok' },
    rejected: { status: 400, headers: PLAIN, body: 'fail' },
    try_again: { status: 503, headers: PLAIN, body: 'fail' },
  },
  creates: [
    {
      when: 'the gateway watches an address long enough',
      replies: [created(dialect)],
      outcome: 'happened',
      nextAction: 'address',
    },
    {
      when: 'its time ends sooner than ours',
      replies: [
        created(dialect, {
          expiration_time: dialect === 'epusdt' ? NOW.getTime() / 1000 + 600 : 600,
        }),
      ],
      outcome: 'happened',
      nextAction: 'redirect',
    },
    {
      when: 'the signature is refused',
      replies: [refused(dialect === 'epusdt' ? 401 : 400, '签名认证错误')],
      outcome: 'did_not_happen',
      reason: 'invalid_credentials',
    },
    {
      when: 'no wallet is free',
      replies: [refused(dialect === 'epusdt' ? 10003 : 400, '无可用钱包地址，无法发起支付')],
      outcome: 'did_not_happen',
      reason: 'account_suspended',
    },
    {
      when: 'the number is known',
      replies: [refused(dialect === 'epusdt' ? 10002 : 400, '支付交易已存在，请勿重复创建')],
      outcome: 'unknown',
    },
    {
      when: 'it made an order for another amount',
      replies: [created(dialect, { amount: 11 })],
      outcome: 'unknown',
    },
    {
      when: 'it speaks of another order',
      replies: [created(dialect, { order_id: '01k9gfm0c8e4ravxk1q3j7zw02' })],
      outcome: 'unknown',
    },
    {
      when: 'the currency is another',
      replies: [],
      request: { amount: money('SGD', 1000) },
      outcome: 'did_not_happen',
      reason: 'currency_not_supported',
    },
  ],
  queries: [
    { when: 'it is paid', replies: [found(dialect)], outcome: 'found', status: 'succeeded' },
    {
      when: 'it waits',
      replies: [found(dialect, { status: 1 })],
      outcome: 'found',
      status: 'pending',
    },
    {
      when: 'it ran out',
      replies: [found(dialect, { status: 3 })],
      outcome: 'found',
      status: 'closed',
    },
    {
      when: 'the word is new',
      replies: [found(dialect, { status: 9 })],
      outcome: 'found',
      status: 'unknown',
    },
    {
      when: 'another order is answered',
      replies: [found(dialect, { trade_id: 'another' })],
      outcome: 'unknown',
    },
    {
      when: 'there is no such order',
      replies: [refused(dialect === 'epusdt' ? 10008 : 400, '订单不存在')],
      outcome: 'not_found',
    },
  ],
  closes: [
    ...(dialect === 'bepusdt'
      ? ([
          {
            when: 'it waits',
            replies: [replyJson({ status_code: 200, data: { trade_id: A_PROVIDER_REFERENCE } })],
            outcome: 'closed',
          },
          {
            when: 'it is paid',
            replies: [refused(400, '当前订单状态不允许取消'), found(dialect)],
            outcome: 'already_paid',
          },
        ] as const)
      : []),
  ],
  closesNothing: dialect === 'epusdt',
  refunds: [],
});

describeConformance(subjectOf('epusdt'));
describeConformance(subjectOf('bepusdt'));
