import { createHash, createSign } from 'node:crypto';
import type { RawCallback } from '#shared/application/ports/channel-port.ts';
import { epay } from '#shared/channels/epay/index.ts';
import { money } from '#shared/domain/money/money.ts';
import { AN_ORDER_NUMBER } from '#test/channels/conformance/contexts.ts';
import { describeConformance } from '#test/channels/conformance/describe-conformance.ts';
import type { ConformanceSubject, ProviderMessage } from '#test/channels/conformance/subject.ts';
import {
  type Carrier,
  carried,
  KEY,
  MERCHANT,
  PID,
  PLATFORM,
  type Protocol,
  STRANGER,
  signedByGateway,
} from '#test/channels/support/epay-wire.ts';
import { replyJson, replyText } from '#test/channels/support/scripted-http.ts';

const PLAIN = { 'content-type': 'text/plain; charset=utf-8' };

const fieldsOf = (message: ProviderMessage, protocol: Protocol): Record<string, string> => ({
  pid: PID,
  trade_no: message.providerReference,
  out_trade_no: message.orderNumber,
  type: 'alipay',
  name: 'VIP会员 30 days',
  money: message.amount,
  trade_status: message.status,
  ...(protocol === 'v2' ? { timestamp: '1793534400' } : {}),
});

/** A gateway that thinks in GBK: signs and sends these bytes for the name. */
const inGbk = (message: ProviderMessage, protocol: Protocol, carrier: Carrier): RawCallback => {
  const gbk = Buffer.from('bbe1d4b1', 'hex').toString('latin1');
  const fields = { ...fieldsOf(message, protocol), name: gbk };
  const text = Object.entries(fields)
    .filter(([, value]) => value !== '')
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
  const sign =
    protocol === 'v1'
      ? createHash('md5').update(text, 'latin1').update(KEY).digest('hex')
      : createSign('RSA-SHA256').update(text, 'latin1').sign(PLATFORM.privateKey, 'base64');
  const callback = carried({ ...fields, name: 'GBK', sign }, carrier);
  const raw = carrier === 'POST JSON' ? gbk : '%BB%E1%D4%B1';
  return {
    ...callback,
    query: callback.query.replace('name=GBK', `name=${raw}`),
    body: Buffer.from(
      Buffer.from(callback.body)
        .toString('latin1')
        .replace('name=GBK', `name=${raw}`)
        .replace('"GBK"', `"${raw}"`),
      'latin1',
    ),
  };
};

const REFUNDS: Record<Protocol, ConformanceSubject['refunds']> = {
  v1: [
    {
      when: 'the gateway speaks the documents (code 1)',
      replies: [replyJson({ code: 1, msg: '退款成功' })],
      outcome: 'succeeded',
    },
    {
      when: 'the gateway speaks the open engine (code 0 and the money)',
      replies: [replyJson({ code: 0, money: '10.00', msg: '' })],
      outcome: 'succeeded',
    },
    {
      when: 'code 0 comes alone',
      replies: [replyJson({ code: 0, msg: 'fail' })],
      outcome: 'unknown',
    },
    {
      when: 'the gateway refuses before money moves',
      replies: [replyJson({ code: -1, msg: '商户余额不足，请先充值' })],
      outcome: 'did_not_happen',
    },
    {
      when: 'the upstream did not answer the gateway',
      replies: [replyJson({ code: -1, msg: '退款失败：请求超时' })],
      outcome: 'unknown',
    },
    {
      when: 'the order is not in the paid state (an earlier refund may have worked)',
      replies: [replyJson({ code: -1, msg: '只支持退款已支付状态的订单' })],
      outcome: 'unknown',
    },
    {
      when: "the gateway's web server turns it away",
      replies: [replyText('Not Found', 404)],
      outcome: 'did_not_happen',
    },
  ],
  v2: [
    {
      when: 'the gateway confirms it',
      replies: [
        replyJson({ code: -1, msg: '退款订单不存在' }),
        replyJson(
          signedByGateway({ code: '0', msg: 'success', refund_no: 'R1', money: '10.00' }, 'v2'),
        ),
      ],
      outcome: 'succeeded',
    },
    {
      when: 'the gateway already knows the number',
      replies: [
        replyJson(signedByGateway({ code: '0', refund_no: 'R1', money: '10', status: '1' }, 'v2')),
      ],
      outcome: 'succeeded',
    },
    {
      when: 'the gateway already knows that it failed',
      replies: [replyJson(signedByGateway({ code: '0', money: '10.00', status: '0' }, 'v2'))],
      outcome: 'did_not_happen',
    },
    {
      when: 'the confirmation is not signed',
      replies: [
        replyJson({ code: -1, msg: '退款订单不存在' }),
        replyJson({ code: 0, refund_no: 'R1', money: '10.00' }),
      ],
      outcome: 'unknown',
    },
    {
      when: 'the gateway confirms another amount',
      replies: [
        replyJson({ code: -1, msg: '退款订单不存在' }),
        replyJson(signedByGateway({ code: '0', refund_no: 'R1', money: '1.00' }, 'v2')),
      ],
      outcome: 'unknown',
    },
    {
      when: 'the gateway refuses before money moves',
      replies: [replyJson({ code: -1, msg: '退款金额不能大于订单金额' })],
      outcome: 'did_not_happen',
    },
  ],
};

const CREATES: Record<Protocol, ConformanceSubject['creates']> = {
  v1: [
    {
      when: 'the gateway hands out a QR code',
      replies: [
        replyJson({ code: 1, trade_no: '20261101120000000001', qrcode: 'weixin://wxpay/x?pr=1' }),
      ],
      outcome: 'happened',
      nextAction: 'qr',
    },
    {
      when: 'the gateway refuses the key',
      replies: [replyJson({ code: -3, msg: '签名校验失败' })],
      outcome: 'did_not_happen',
      reason: 'invalid_credentials',
    },
    {
      when: 'the number is taken',
      replies: [replyJson({ code: -1, msg: '该订单已完成支付，请勿重复发起支付' })],
      outcome: 'unknown',
    },
  ],
  v2: [
    {
      when: 'the gateway hands out a QR code',
      replies: [
        replyJson(
          signedByGateway(
            {
              code: '0',
              trade_no: '20261101120000000001',
              pay_type: 'qrcode',
              pay_info: 'weixin://x',
            },
            'v2',
          ),
        ),
      ],
      outcome: 'happened',
      nextAction: 'qr',
    },
    {
      when: 'nobody signed the success',
      replies: [replyJson({ code: 0, trade_no: '1', pay_type: 'qrcode', pay_info: 'weixin://x' })],
      outcome: 'unknown',
    },
  ],
};

const PREPARED: ConformanceSubject['creates'] = [
  {
    when: 'the buyer carries the order to the gateway',
    replies: [],
    outcome: 'happened',
    nextAction: 'redirect',
  },
];

const order = (change: Record<string, string>, protocol: Protocol): Record<string, string> => ({
  code: protocol === 'v1' ? '1' : '0',
  msg: 'succ',
  trade_no: '20261101120000000001',
  out_trade_no: AN_ORDER_NUMBER,
  pid: PID,
  money: '10.00',
  status: '1',
  ...change,
});

const queriesOf = (protocol: Protocol): ConformanceSubject['queries'] => {
  const found = (change: Record<string, string>) => {
    const fields = order(change, protocol);
    return replyJson(protocol === 'v1' ? fields : signedByGateway(fields, 'v2'));
  };
  return [
    { when: 'it is paid', replies: [found({})], outcome: 'found', status: 'succeeded' },
    { when: 'it waits', replies: [found({ status: '0' })], outcome: 'found', status: 'pending' },
    {
      when: 'the word is new',
      replies: [found({ status: '9' })],
      outcome: 'found',
      status: 'unknown',
    },
    {
      when: 'another order is answered',
      replies: [found({ out_trade_no: '01k9gfm0c8e4ravxk1q3j7zw02' })],
      outcome: 'unknown',
    },
    {
      when: 'there is no such order',
      replies: [replyJson({ code: -1, msg: '订单号不存在' })],
      outcome: 'not_found',
    },
  ];
};

const overAmount = (protocol: Protocol): ConformanceSubject['refundOverAmount'] => ({
  when: 'more than was paid is asked for',
  replies: [
    ...(protocol === 'v2' ? [replyJson({ code: -1, msg: '退款订单不存在' })] : []),
    replyJson({ code: -1, msg: '退款金额不能大于订单金额' }),
  ],
  outcome: 'did_not_happen',
});

const subjectOf = (protocol: Protocol, carrier: Carrier): ConformanceSubject => {
  const accessMode = carrier === 'POST JSON' ? 'page' : 'api';
  const config = { gatewayUrl: 'https://pay.example.com/', pid: PID, protocol, accessMode };
  return {
    name: `epay ${protocol}, notified by ${carrier}, ${accessMode} mode`,
    channel: epay,
    config,
    credentials:
      protocol === 'v1'
        ? { key: KEY }
        : { merchantPrivateKey: MERCHANT.privateKey, platformPublicKey: PLATFORM.publicKey },
    notifications: {
      otherAccountConfig: { ...config, pid: '1002' },
      otherCredentials:
        protocol === 'v1'
          ? { key: 'another-merchants-key-000000' }
          : { merchantPrivateKey: MERCHANT.privateKey, platformPublicKey: STRANGER.publicKey },
      blankCredentials:
        protocol === 'v1'
          ? { key: '  ' }
          : { merchantPrivateKey: MERCHANT.privateKey, platformPublicKey: ' ' },
      spelling: '10.00',
      covers: 'everything',
      notify: (message) => carried(signedByGateway(fieldsOf(message, protocol), protocol), carrier),
      withoutSignature: (callback) => ({
        ...callback,
        query: callback.query.replace(/&sign=[^&]*/, ''),
        body: Buffer.from(
          Buffer.from(callback.body)
            .toString()
            .replace(/&sign=[^&]*/, '')
            .replace(/,"sign":"[^"]*"/, ''),
        ),
      }),
      withDuplicatedField: (callback) => ({
        ...callback,
        query: callback.query && `${callback.query}&out_trade_no=${AN_ORDER_NUMBER}`,
        body: Buffer.from(
          carrier === 'POST JSON'
            ? Buffer.from(callback.body)
                .toString()
                .replace('{', `{"out_trade_no":"${AN_ORDER_NUMBER}",`)
            : callback.body.length
              ? `${Buffer.from(callback.body)}&out_trade_no=${AN_ORDER_NUMBER}`
              : '',
        ),
      }),
      foreignCharset: {
        callback: (message) => inGbk(message, protocol, carrier),
        // JSON is UTF-8 by definition; a form is what its signature says.
        verdict: carrier === 'POST JSON' ? 'rejected' : 'verified',
      },
      successWord: 'TRADE_SUCCESS',
      statusWords: {
        TRADE_SUCCESS: 'succeeded',
        WAIT_BUYER_PAY: 'pending',
        TRADE_CLOSED: 'unknown',
        trade_success: 'unknown',
      },
      amounts: [
        { spelling: '0.01', amount: money('CNY', 1) },
        { spelling: '0.1', amount: money('CNY', 10) },
        { spelling: '100', amount: money('CNY', 10_000) },
        { spelling: '10.0', amount: money('CNY', 1000) },
        { spelling: '10.0000', amount: money('CNY', 1000) },
        { spelling: '99999999.99', amount: money('CNY', 9_999_999_999) },
      ],
    },
    acknowledgements: {
      accepted: { status: 200, headers: PLAIN, body: 'success' },
      rejected: { status: 400, headers: PLAIN, body: 'fail' },
      try_again: { status: 503, headers: PLAIN, body: 'fail' },
    },
    creates: accessMode === 'api' ? CREATES[protocol] : PREPARED,
    createsWithoutCall: accessMode === 'page',
    queries: queriesOf(protocol),
    refundOverAmount: overAmount(protocol),
    refunds: REFUNDS[protocol],
  };
};

for (const protocol of ['v1', 'v2'] as const) {
  for (const carrier of ['GET', 'POST form', 'POST JSON'] as const) {
    describeConformance(subjectOf(protocol, carrier));
  }
}
