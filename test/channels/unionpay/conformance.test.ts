import type { ProviderResponse } from '#shared/application/ports/provider-http.ts';
import type { UnionpayConfig, UnionpayCredentials } from '#shared/channels/unionpay/config.ts';
import { unionpay } from '#shared/channels/unionpay/index.ts';
import { money } from '#shared/domain/money/money.ts';
import {
  A_PROVIDER_REFERENCE,
  A_REFUND_ID,
  A_REFUND_NUMBER,
  AN_ATTEMPT_ID,
  AN_ORDER_NUMBER,
  NOW,
} from '#test/channels/conformance/contexts.ts';
import { describeConformance } from '#test/channels/conformance/describe-conformance.ts';
import type { ConformanceSubject, ProviderMessage } from '#test/channels/conformance/subject.ts';
import { TIMED_OUT } from '#test/channels/support/scripted-http.ts';
import {
  CONFIG,
  CREDENTIALS,
  KEY_CONFIG,
  MER_ID,
  posted,
  reply,
  SECURE_KEY,
  type SignedAs,
  STRANGER,
  STRANGERS_MIDDLE,
  signedBy,
  signedByKey,
  TOKEN_CONFIG,
  type WireFields,
} from './provider-side.ts';

const TEXT = { 'content-type': 'text/plain; charset=utf-8' };
/** 12:00 UTC is 20:00 in Beijing. */
const TXN_TIME = '20261101200000';
const CHARGE_TIME = '20261101200130';
const KEPT = JSON.stringify({ token: '6235240000020757577', chargeTime: CHARGE_TIME });
const LATER = { expiresAt: new Date(NOW.getTime() - 3_600_000) };

interface Kind {
  readonly name: string;
  readonly config: UnionpayConfig;
  readonly credentials: UnionpayCredentials;
  readonly signedAs: SignedAs;
  readonly otherCredentials: UnionpayCredentials;
  readonly blankCredentials: UnionpayCredentials;
}

const BY_CERTIFICATE = {
  credentials: CREDENTIALS,
  signedAs: (fields: WireFields) => signedBy(fields),
  otherCredentials: { ...CREDENTIALS, trustedCertificates: STRANGERS_MIDDLE.certificate },
  blankCredentials: { ...CREDENTIALS, trustedCertificates: ' ' },
};
const GATEWAY: Kind = { ...BY_CERTIFICATE, name: 'unionpay bank gateway', config: CONFIG };
const PLATFORM: Kind = {
  ...BY_CERTIFICATE,
  name: 'unionpay bank gateway of a platform',
  config: {
    ...CONFIG,
    subMerchant: { id: 'SUB00001', name: '一家卡密店', abbreviation: '卡密店' },
    banks: ['ICBC', 'XYZBANK'],
  },
  signedAs: (fields) => signedBy({ subMerId: 'SUB00001', ...fields }),
};
const BY_KEY: Kind = {
  name: 'unionpay bank gateway by key',
  config: KEY_CONFIG,
  credentials: { secureKey: SECURE_KEY },
  signedAs: (fields) => signedByKey(fields),
  otherCredentials: { secureKey: 'the-key-of-another-shop' },
  blankCredentials: { secureKey: ' ' },
};

const paymentFields = (change: WireFields = {}): WireFields => ({
  accessType: '0',
  bizType: '000201',
  currencyCode: '156',
  merId: MER_ID,
  orderId: AN_ORDER_NUMBER,
  queryId: A_PROVIDER_REFERENCE,
  respCode: '00',
  respMsg: '成功[0000000]',
  settleAmt: '1000',
  settleCurrencyCode: '156',
  settleDate: '1101',
  traceNo: '067402',
  traceTime: '1101200000',
  txnAmt: '1000',
  txnSubType: '01',
  txnTime: TXN_TIME,
  txnType: '01',
  ...change,
});

const messageFields = (message: ProviderMessage): WireFields =>
  paymentFields({
    orderId: message.orderNumber,
    queryId: message.providerReference,
    respCode: message.status,
    txnAmt: message.amount,
    currencyCode: message.currency ?? '156',
  });

const notificationsOf = ({
  config,
  signedAs,
  otherCredentials,
  blankCredentials,
}: Kind): NonNullable<ConformanceSubject['notifications']> => ({
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

const ACKNOWLEDGEMENTS: ConformanceSubject['acknowledgements'] = {
  accepted: { status: 200, headers: TEXT, body: 'ok' },
  rejected: { status: 400, headers: TEXT, body: 'fail' },
  try_again: { status: 503, headers: TEXT, body: 'fail' },
};

/** Replies as one kind of account gets them. */
const repliesFor = ({ signedAs }: Pick<Kind, 'signedAs'>) => {
  const signed = (fields: WireFields) => reply(fields, signedAs);
  return {
    signed,
    told: (origRespCode: string, change: WireFields = {}) =>
      signed(paymentFields({ origRespCode, origRespMsg: '…', ...change })),
    none: signed({ respCode: '34', respMsg: '查无此交易[2600000]', orderId: AN_ORDER_NUMBER }),
    refused: (respCode: string, respMsg = '…') => signed({ respCode, respMsg }),
  };
};

const refundsOf = (kind: Pick<Kind, 'signedAs'>): ConformanceSubject['refunds'] => {
  const { signed, none, refused } = repliesFor(kind);
  const refund = (change: WireFields = {}): WireFields => ({
    ...paymentFields({
      txnType: '04',
      txnSubType: '00',
      orderId: A_REFUND_NUMBER,
      queryId: '982611012010000001',
      origQryId: A_PROVIDER_REFERENCE,
    }),
    ...change,
  });
  const told = (origRespCode: string, change: WireFields = {}) =>
    signed(refund({ origRespCode, ...change }));
  return [
    { when: 'it is accepted', replies: [none, signed(refund())], outcome: 'pending' },
    { when: 'it is known and done', replies: [told('00')], outcome: 'succeeded' },
    { when: 'it is known and in work', replies: [told('05')], outcome: 'pending' },
    { when: 'it is known and not clear', replies: [told('04')], outcome: 'unknown' },
    { when: 'it is known and failed', replies: [told('30')], outcome: 'did_not_happen' },
    {
      when: 'the number is another transaction’s',
      replies: [told('00', { txnType: '01' })],
      outcome: 'unknown',
    },
    {
      when: 'another amount was paid back',
      replies: [told('00', { txnAmt: '1' })],
      outcome: 'unknown',
    },
    {
      when: 'another payment was paid back',
      replies: [told('00', { origQryId: '1' })],
      outcome: 'unknown',
    },
    {
      when: 'the question is not answered',
      replies: [refused('06')],
      outcome: 'unknown',
    },
    { when: 'it times out', replies: [none, TIMED_OUT], outcome: 'unknown' },
    { when: 'the number is known', replies: [none, refused('12')], outcome: 'unknown' },
    { when: 'it is refused', replies: [none, refused('32')], outcome: 'did_not_happen' },
    { when: 'it is refused for now', replies: [none, refused('39')], outcome: 'did_not_happen' },
    {
      when: 'the refusal may be the doing of an earlier call',
      replies: [none, refused('36')],
      outcome: 'unknown',
    },
    { when: 'the answer is new', replies: [none, refused('Q9')], outcome: 'unknown' },
    {
      when: 'UnionPay’s number of the payment is not known',
      replies: [],
      payment: { providerReference: '' },
      outcome: 'did_not_happen',
    },
  ];
};

const REFUND_OVER: ConformanceSubject['refundOverAmount'] = {
  when: 'it is too much',
  replies: [],
  outcome: 'did_not_happen',
};

const CREATES: ConformanceSubject['creates'] = [
  { when: 'the form is signed', replies: [], outcome: 'happened', nextAction: 'form' },
  {
    when: 'the currency is not CNY',
    replies: [],
    request: { amount: money('USD', 1000) },
    outcome: 'did_not_happen',
    reason: 'currency_not_supported',
  },
  {
    when: 'the amount has thirteen digits',
    replies: [],
    request: { amount: money('CNY', 1_000_000_000_000n) },
    outcome: 'did_not_happen',
    reason: 'amount_out_of_range',
  },
  {
    when: 'the product is another one',
    replies: [],
    request: { method: 'alipay' },
    outcome: 'did_not_happen',
    reason: 'method_unavailable',
  },
];

const gatewaySubject = (kind: Kind): ConformanceSubject => {
  const { told, none, refused, signed } = repliesFor(kind);
  const strangers: ProviderResponse = reply(
    paymentFields({ origRespCode: '00' }),
    kind.config.signMethod === 'key'
      ? (fields) => signedByKey(fields, 'the-key-of-another-shop')
      : (fields) => signedBy(fields, STRANGER),
  );
  return {
    name: kind.name,
    channel: unionpay,
    config: kind.config,
    credentials: kind.credentials,
    request: { method: 'bank_gateway' },
    notifications: notificationsOf(kind),
    acknowledgements: ACKNOWLEDGEMENTS,
    createsWithoutCall: true,
    creates: CREATES,
    queries: [
      { when: 'it is paid', replies: [told('00')], outcome: 'found', status: 'succeeded' },
      {
        when: 'it is paid with a flaw',
        replies: [told('A6')],
        outcome: 'found',
        status: 'succeeded',
      },
      {
        when: 'the buyer is at the bank',
        replies: [told('05')],
        outcome: 'found',
        status: 'pending',
      },
      {
        when: 'a card was declined and there is time for another',
        replies: [told('64')],
        outcome: 'found',
        status: 'pending',
      },
      {
        when: 'a card was declined and the time is over',
        replies: [told('64')],
        payment: LATER,
        outcome: 'found',
        status: 'failed',
        reason: 'insufficient_funds',
      },
      {
        when: 'nobody paid in time',
        replies: [told('05')],
        payment: LATER,
        outcome: 'found',
        status: 'closed',
      },
      { when: 'the state is not clear', replies: [told('04')], outcome: 'unknown' },
      {
        when: 'it was charged too late',
        replies: [told('42')],
        payment: LATER,
        outcome: 'unknown',
      },
      { when: 'the answer is new', replies: [told('Q9')], outcome: 'unknown' },
      {
        when: 'a success names no amount',
        replies: [told('00', { txnAmt: '' })],
        outcome: 'unknown',
      },
      { when: 'there is none', replies: [none], outcome: 'not_found' },
      {
        when: 'another order is answered',
        replies: [told('00', { orderId: 'another00000' })],
        outcome: 'unknown',
      },
      {
        when: 'another time is answered',
        replies: [told('00', { txnTime: '20261101200001' })],
        outcome: 'unknown',
      },
      {
        when: 'another account is answered',
        replies: [told('00', { merId: '777290058110097' })],
        outcome: 'unknown',
      },
      {
        when: 'a refund is answered',
        replies: [told('00', { txnType: '04' })],
        outcome: 'unknown',
      },
      { when: 'somebody else signed', replies: [strangers], outcome: 'unknown' },
      {
        when: 'our signature is refused',
        replies: [refused('11', '验证签名失败[9100004]')],
        outcome: 'unknown',
        reason: 'invalid_credentials',
      },
      {
        when: 'UnionPay is closed',
        replies: [refused('02')],
        outcome: 'unknown',
        reason: 'provider_maintenance',
      },
      {
        when: 'a value hides another field',
        replies: [signed(paymentFields({ origRespCode: '00', respMsg: 'x[&txnAmt=1]' }))],
        outcome: 'unknown',
      },
    ],
    proceeds: [
      {
        when: 'the buyer comes back',
        step: { kind: 'returned', query: {}, form: { respCode: '00' } },
        replies: [told('05')],
        outcome: 'found',
        status: 'pending',
      },
    ],
    refunds: refundsOf(kind),
    refundOverAmount: REFUND_OVER,
  };
};

const tokenSubject = (): ConformanceSubject => {
  const kind: Kind = { ...BY_CERTIFICATE, name: 'unionpay token quick pay', config: TOKEN_CONFIG };
  const { told: toldAt, none, refused, signed } = repliesFor(kind);
  const told = (code: string, change: WireFields = {}) =>
    toldAt(code, { txnTime: CHARGE_TIME, ...change });
  const opened = signed({
    respCode: '00',
    orderId: `${AN_ORDER_NUMBER}open`,
    activateStatus: '1',
    tokenPayData: '{token=6235240000020757577&trId=62000000001&tokenLevel=40&tokenType=01}',
    txnType: '78',
  });
  const taken = signed({ respCode: '00', orderId: AN_ORDER_NUMBER });
  const code = { kind: 'code', code: '111111' } as const;
  const resend = { kind: 'resend_code' } as const;
  return {
    name: kind.name,
    channel: unionpay,
    config: kind.config,
    credentials: kind.credentials,
    request: { method: 'unionpay' },
    kept: KEPT,
    notifications: notificationsOf(kind),
    acknowledgements: ACKNOWLEDGEMENTS,
    createsWithoutCall: true,
    creates: CREATES,
    queries: [
      {
        when: 'the card is open and no code was sent',
        payment: { kept: '' },
        replies: [opened],
        outcome: 'found',
        status: 'pending',
      },
      { when: 'no card is open', payment: { kept: '' }, replies: [none], outcome: 'not_found' },
      {
        when: 'the card is open without a token',
        payment: { kept: '' },
        replies: [signed({ respCode: '00', activateStatus: '1' })],
        outcome: 'unknown',
      },
      {
        when: 'another opening is answered',
        payment: { kept: '' },
        replies: [
          signed({ respCode: '00', orderId: 'x', tokenPayData: '{token=6235240000020757577}' }),
        ],
        outcome: 'unknown',
      },
      { when: 'it is charged', replies: [told('00')], outcome: 'found', status: 'succeeded' },
      { when: 'the code is awaited', replies: [none], outcome: 'not_found' },
      {
        when: 'the card was declined',
        replies: [told('64')],
        outcome: 'found',
        status: 'failed',
        reason: 'insufficient_funds',
      },
      {
        when: 'the code was wrong',
        replies: [told('71')],
        outcome: 'found',
        status: 'pending',
      },
      {
        when: 'the code was wrong and the time is over',
        replies: [told('71')],
        payment: LATER,
        outcome: 'found',
        status: 'failed',
        reason: 'authentication_failed',
      },
    ],
    proceeds: [
      {
        when: 'the card was opened',
        step: { kind: 'approved' },
        payment: { kept: '' },
        replies: [opened, taken],
        outcome: 'next',
      },
      {
        when: 'the buyer comes back before the card is open',
        step: { kind: 'returned', query: {}, form: {} },
        payment: { kept: '' },
        replies: [none],
        outcome: 'found',
        status: 'pending',
      },
      {
        when: 'the bank sends no codes',
        step: { kind: 'approved' },
        payment: { kept: '' },
        replies: [opened, refused('79')],
        outcome: 'found',
        status: 'failed',
      },
      {
        when: 'codes were asked for too often',
        step: { kind: 'approved' },
        payment: { kept: '' },
        replies: [opened, refused('37')],
        outcome: 'not_accepted',
        reason: 'rate_limited',
      },
      {
        when: 'the buyer comes back after a code was sent',
        step: { kind: 'returned', query: {}, form: {} },
        replies: [none],
        outcome: 'found',
        status: 'pending',
      },
      {
        when: 'the code is right',
        step: code,
        replies: [none, taken, told('00')],
        outcome: 'found',
        status: 'succeeded',
      },
      {
        when: 'the code is right and the bank takes its time',
        step: code,
        replies: [none, taken, told('05')],
        outcome: 'found',
        status: 'pending',
      },
      {
        when: 'the charge times out and had its effect',
        step: code,
        replies: [none, TIMED_OUT, told('00')],
        outcome: 'found',
        status: 'succeeded',
      },
      {
        when: 'the charge times out and is not to be seen',
        step: code,
        replies: [none, TIMED_OUT, none],
        outcome: 'unknown',
      },
      {
        when: 'it is accepted and not to be seen',
        step: code,
        replies: [none, taken, none],
        outcome: 'unknown',
      },
      {
        when: 'the code is wrong',
        step: code,
        replies: [none, refused('71'), told('71')],
        outcome: 'not_accepted',
        reason: 'authentication_failed',
      },
      {
        when: 'the code is wrong and left no trace',
        step: code,
        replies: [none, refused('71'), none],
        outcome: 'not_accepted',
        reason: 'authentication_failed',
      },
      {
        when: 'the code before it was wrong: that charge is used up',
        step: code,
        replies: [told('71'), taken],
        outcome: 'next',
      },
      {
        when: 'the code was right before',
        step: code,
        replies: [told('00')],
        outcome: 'found',
        status: 'succeeded',
      },
      {
        when: 'the balance is too low',
        step: code,
        replies: [none, refused('64'), told('64')],
        outcome: 'found',
        status: 'failed',
      },
      {
        when: 'what was typed is no code',
        step: { kind: 'code', code: 'eleven' },
        replies: [none],
        outcome: 'not_accepted',
        reason: 'authentication_failed',
      },
      { when: 'another code is wanted', step: resend, replies: [none, taken], outcome: 'next' },
      {
        when: 'another code is wanted after a wrong one',
        step: resend,
        replies: [told('71'), taken],
        outcome: 'next',
      },
      {
        when: 'another code cannot be had',
        step: resend,
        replies: [none, refused('79')],
        outcome: 'not_accepted',
      },
      {
        when: 'another code is wanted and it was charged',
        step: resend,
        replies: [told('00')],
        outcome: 'found',
        status: 'succeeded',
      },
    ],
    refunds: refundsOf(kind),
    refundOverAmount: REFUND_OVER,
  };
};

for (const kind of [GATEWAY, PLATFORM, BY_KEY]) describeConformance(gatewaySubject(kind));
describeConformance(tokenSubject());
