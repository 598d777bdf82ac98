import { createSign } from 'node:crypto';
import type { RawCallback } from '#shared/application/ports/channel-port.ts';
import type { AlipayConfig, AlipayCredentials } from '#shared/channels/alipay/config.ts';
import { alipay } from '#shared/channels/alipay/index.ts';
import { money } from '#shared/domain/money/money.ts';
import {
  A_REFUND_ID,
  A_REFUND_NUMBER,
  AN_ORDER_NUMBER,
} from '#test/channels/conformance/contexts.ts';
import { describeConformance } from '#test/channels/conformance/describe-conformance.ts';
import type { ConformanceSubject, ProviderMessage } from '#test/channels/conformance/subject.ts';
import { replyText } from '#test/channels/support/scripted-http.ts';
import {
  CONFIG,
  CREDENTIALS,
  done,
  ISV_CONFIG,
  ISV_CREDENTIALS,
  NEXT_ALIPAY,
  notified,
  refused,
  STRANGER,
  signerFor,
  tradeFields,
  unsigned,
} from './provider-side.ts';

const PLAIN = { 'content-type': 'text/plain; charset=utf-8' };
const PRECREATE = 'alipay.trade.precreate';
const QUERY = 'alipay.trade.query';
const CLOSE = 'alipay.trade.close';
const REFUND = 'alipay.trade.refund';
const REFUND_QUERY = 'alipay.trade.fastpay.refund.query';

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

const notificationsOf = (
  config: AlipayConfig,
  { otherKey, blank, otherAccount }: Account,
): NonNullable<ConformanceSubject['notifications']> => ({
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

const queriesOf = (config: AlipayConfig): ConformanceSubject['queries'] => {
  const found = (change: Readonly<Record<string, unknown>> = {}) =>
    done(
      QUERY,
      {
        out_trade_no: AN_ORDER_NUMBER,
        trade_no: '2026110122001400001',
        trade_status: 'TRADE_SUCCESS',
        total_amount: '10.00',
        send_pay_date: '2026-11-01 20:00:09',
        ...change,
      },
      config,
    );
  return [
    { when: 'it is paid', replies: [found()], outcome: 'found', status: 'succeeded' },
    {
      when: 'it waits',
      replies: [found({ trade_status: 'WAIT_BUYER_PAY', send_pay_date: undefined })],
      outcome: 'found',
      status: 'pending',
    },
    {
      when: 'it is finished',
      replies: [found({ trade_status: 'TRADE_FINISHED' })],
      outcome: 'found',
      status: 'succeeded',
    },
    {
      when: 'it was never paid and is closed',
      replies: [found({ trade_status: 'TRADE_CLOSED', send_pay_date: undefined })],
      outcome: 'found',
      status: 'closed',
    },
    {
      when: 'it was paid and all of it went back',
      replies: [found({ trade_status: 'TRADE_CLOSED' })],
      outcome: 'found',
      status: 'unknown',
    },
    {
      when: 'the word is new',
      replies: [found({ trade_status: 'TRADE_PENDING' })],
      outcome: 'found',
      status: 'unknown',
    },
    {
      when: 'another order is answered',
      replies: [found({ out_trade_no: '01k9gfm0c8e4ravxk1q3j7zw02' })],
      outcome: 'unknown',
    },
    {
      when: 'it is of another currency',
      replies: [found({ trans_currency: 'USD' })],
      outcome: 'unknown',
    },
    {
      when: 'there is no such trade',
      replies: [refused(QUERY, 'ACQ.TRADE_NOT_EXIST', config)],
      outcome: 'not_found',
    },
    {
      when: 'nobody signed that there is no such trade',
      replies: [unsigned(QUERY, { code: '40004', sub_code: 'ACQ.TRADE_NOT_EXIST' })],
      outcome: 'unknown',
    },
    {
      when: 'nobody signed the success',
      replies: [
        unsigned(QUERY, {
          code: '10000',
          out_trade_no: AN_ORDER_NUMBER,
          trade_status: 'TRADE_SUCCESS',
          total_amount: '10.00',
        }),
      ],
      outcome: 'unknown',
    },
    {
      when: 'the key is not taken',
      replies: [unsigned(QUERY, { code: '40002', sub_code: 'isv.invalid-signature' })],
      outcome: 'unknown',
      reason: 'invalid_credentials',
    },
    {
      when: 'the app may not ask',
      replies: [unsigned(QUERY, { code: '40006', sub_code: 'isv.insufficient-isv-permissions' })],
      outcome: 'unknown',
      reason: 'method_unavailable',
    },
    {
      when: 'Alipay is out of order',
      replies: [refused(QUERY, 'isp.unknow-error', config, '20000')],
      outcome: 'unknown',
    },
  ];
};

const closesOf = (config: AlipayConfig): NonNullable<ConformanceSubject['closes']> => [
  {
    when: 'it waits',
    replies: [done(CLOSE, { out_trade_no: AN_ORDER_NUMBER }, config)],
    outcome: 'closed',
  },
  {
    when: 'it is paid already',
    replies: [
      refused(CLOSE, 'ACQ.TRADE_STATUS_ERROR', config),
      done(
        QUERY,
        { out_trade_no: AN_ORDER_NUMBER, trade_status: 'TRADE_SUCCESS', total_amount: '10.00' },
        config,
      ),
    ],
    outcome: 'already_paid',
  },
  {
    when: 'the buyer has not opened it, and still can',
    replies: [refused(CLOSE, 'ACQ.TRADE_NOT_EXIST', config)],
    outcome: 'unknown',
  },
  {
    when: 'Alipay is out of order',
    replies: [refused(CLOSE, 'ACQ.SYSTEM_ERROR', config)],
    outcome: 'unknown',
  },
];

const refundsOf = (config: AlipayConfig): ConformanceSubject['refunds'] => {
  const taken = (change: Readonly<Record<string, unknown>> = {}) =>
    done(
      REFUND,
      { out_trade_no: AN_ORDER_NUMBER, fund_change: 'Y', refund_fee: '10.00', ...change },
      config,
    );
  const asked = (change: Readonly<Record<string, unknown>> = {}) =>
    done(
      REFUND_QUERY,
      {
        out_trade_no: AN_ORDER_NUMBER,
        out_request_no: A_REFUND_NUMBER,
        refund_amount: '10.00',
        refund_status: 'REFUND_SUCCESS',
        ...change,
      },
      config,
    );
  const nothing = done(REFUND_QUERY, {}, config);
  const no = (word: string) => refused(REFUND, word, config);
  return [
    { when: 'the money moved', replies: [taken()], outcome: 'succeeded' },
    {
      when: 'the number was used before and that refund is done',
      replies: [taken({ fund_change: 'N' }), asked()],
      outcome: 'succeeded',
    },
    {
      when: 'the call was taken and nothing is known to have moved',
      replies: [taken({ fund_change: 'N' }), nothing],
      outcome: 'unknown',
    },
    {
      when: 'the number was used before for another amount',
      replies: [taken({ fund_change: 'N' }), asked({ refund_amount: '1.00' })],
      outcome: 'unknown',
    },
    {
      when: 'the sum of what went back is less than this refund',
      replies: [taken({ refund_fee: '1.00' }), nothing],
      outcome: 'unknown',
    },
    {
      when: 'another order is answered',
      replies: [taken({ out_trade_no: 'other' }), nothing],
      outcome: 'unknown',
    },
    {
      when: 'Alipay is out of order',
      replies: [no('ACQ.SYSTEM_ERROR')],
      outcome: 'unknown',
    },
    {
      when: 'the number was used with other parameters',
      replies: [no('ACQ.DISCORDANT_REPEAT_REQUEST')],
      outcome: 'unknown',
    },
    {
      when: 'the balance is too low, and no earlier call did it',
      replies: [no('ACQ.SELLER_BALANCE_NOT_ENOUGH'), nothing],
      outcome: 'did_not_happen',
    },
    {
      when: 'it refuses what an earlier call did',
      replies: [no('ACQ.TRADE_STATUS_ERROR'), asked()],
      outcome: 'succeeded',
    },
    {
      when: 'it refuses, and nobody can say what became of an earlier call',
      replies: [no('ACQ.TRADE_STATUS_ERROR'), replyText('', 502)],
      outcome: 'unknown',
    },
    {
      when: 'nobody signed the success',
      replies: [
        unsigned(REFUND, {
          code: '10000',
          out_trade_no: AN_ORDER_NUMBER,
          fund_change: 'Y',
          refund_fee: '10.00',
        }),
      ],
      outcome: 'unknown',
    },
  ];
};

const codesOf = (config: AlipayConfig): ConformanceSubject['creates'] => [
  {
    when: 'Alipay hands out a code',
    replies: [
      done(
        PRECREATE,
        { out_trade_no: AN_ORDER_NUMBER, qr_code: 'https://qr.alipay.com/bavh4wjlxf12tper3a' },
        config,
      ),
    ],
    outcome: 'happened',
    nextAction: 'qr',
  },
  {
    when: 'nobody signed the code',
    replies: [
      unsigned(PRECREATE, {
        code: '10000',
        out_trade_no: AN_ORDER_NUMBER,
        qr_code: 'https://qr.alipay.com/evil',
      }),
    ],
    outcome: 'unknown',
  },
  {
    when: 'the code is for another order',
    replies: [
      done(PRECREATE, { out_trade_no: 'other', qr_code: 'https://qr.alipay.com/1' }, config),
    ],
    outcome: 'unknown',
  },
  {
    when: 'the contract lacks the product',
    replies: [refused(PRECREATE, 'ACQ.ACCESS_FORBIDDEN', config)],
    outcome: 'did_not_happen',
    reason: 'method_unavailable',
  },
  {
    when: 'the gateway refuses the signature',
    replies: [unsigned(PRECREATE, { code: '40002', sub_code: 'isv.invalid-signature' })],
    outcome: 'did_not_happen',
    reason: 'invalid_credentials',
  },
  {
    when: 'the goods have forbidden words',
    replies: [refused(PRECREATE, 'ACQ.EXIST_FORBIDDEN_WORD', config)],
    outcome: 'did_not_happen',
    reason: 'goods_refused',
  },
  ...['ACQ.TRADE_HAS_SUCCESS', 'ACQ.CONTEXT_INCONSISTENT', 'ACQ.SYSTEM_ERROR'].map((word) => ({
    when: `it may be paid all the same (${word})`,
    replies: [refused(PRECREATE, word, config)],
    outcome: 'unknown' as const,
  })),
  {
    when: 'the words are new',
    replies: [refused(PRECREATE, 'ACQ.NEVER_HEARD_OF', config)],
    outcome: 'did_not_happen',
    reason: 'provider_refused',
  },
];

const prepared = (
  nextAction: 'redirect' | 'client_params',
  when: string,
  request: ConformanceSubject['creates'][number]['request'] = {},
): ConformanceSubject['creates'][number] => ({
  when,
  replies: [],
  outcome: 'happened',
  nextAction,
  request,
});

interface Account {
  readonly name: string;
  readonly config: AlipayConfig;
  readonly credentials: AlipayCredentials;
  readonly otherKey: AlipayCredentials;
  readonly blank: AlipayCredentials;
  readonly otherAccount: AlipayConfig;
}

const subjectOf = (account: Account): ConformanceSubject => {
  const { name, config, credentials } = account;
  const callsNobody = !config.products.includes('qr');
  return {
    name,
    channel: alipay,
    config,
    credentials,
    notifications: notificationsOf(config, account),
    acknowledgements: {
      accepted: { status: 200, headers: PLAIN, body: 'success' },
      rejected: { status: 400, headers: PLAIN, body: 'fail' },
      try_again: { status: 503, headers: PLAIN, body: 'fail' },
    },
    createsWithoutCall: callsNobody,
    creates: callsNobody
      ? [
          prepared('redirect', 'a desktop opens the page'),
          prepared('redirect', 'a phone opens the page', { device: 'mobile' }),
          prepared('redirect', 'Alipay’s own browser opens the page', { device: 'alipay' }),
          prepared('client_params', 'the shop’s app starts Alipay', { device: 'app' }),
          {
            when: 'the buyer is in WeChat',
            replies: [],
            outcome: 'did_not_happen',
            reason: 'method_unavailable',
            request: { device: 'wechat' },
          },
        ]
      : codesOf(config),
    queries: queriesOf(config),
    closes: closesOf(config),
    refunds: refundsOf(config),
    refundOverAmount: {
      when: 'more than was paid is asked for',
      replies: [
        refused(REFUND, 'ACQ.REASON_TRADE_REFUND_FEE_ERR', config),
        done(REFUND_QUERY, {}, config),
      ],
      outcome: 'did_not_happen',
    },
  };
};

const BY_KEYS = {
  credentials: CREDENTIALS,
  otherKey: { ...CREDENTIALS, alipayPublicKey: STRANGER.publicKey },
  blank: { ...CREDENTIALS, alipayPublicKey: '' },
};

describeConformance(
  subjectOf({
    name: 'alipay, merchant with keys, pages and apps',
    config: { ...CONFIG, products: ['page', 'wap', 'app'] },
    ...BY_KEYS,
    otherAccount: { ...CONFIG, sellerId: '2088100000000077' },
  }),
);
describeConformance(
  subjectOf({
    name: 'alipay, merchant with keys, codes',
    config: { ...CONFIG, products: ['qr'] },
    ...BY_KEYS,
    otherAccount: { ...CONFIG, appId: '2021000100000077' },
  }),
);
describeConformance(
  subjectOf({
    name: 'alipay, service provider with certificates, codes preferred',
    config: { ...ISV_CONFIG, preferQr: true },
    credentials: ISV_CREDENTIALS,
    otherKey: { ...ISV_CREDENTIALS, alipayCertificate: NEXT_ALIPAY.certificate },
    blank: { ...ISV_CREDENTIALS, alipayCertificate: '' },
    otherAccount: { ...ISV_CONFIG, authAppId: '2021000100000077' },
  }),
);
