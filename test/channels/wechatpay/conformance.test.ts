import { createHmac } from 'node:crypto';
import type { PaymentStep } from '#shared/application/ports/channel-port.ts';
import type { ProviderResponse } from '#shared/application/ports/provider-http.ts';
import type { WechatPayConfig, WechatPayCredentials } from '#shared/channels/wechatpay/config.ts';
import { wechatpay } from '#shared/channels/wechatpay/index.ts';
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
import { replyJson, scriptedHttp } from '#test/channels/support/scripted-http.ts';
import {
  API_V3_KEY,
  BY_CERTIFICATE,
  BY_PUBLIC_KEY,
  CONFIG,
  CREDENTIALS,
  certificate,
  certificateList,
  event,
  NEXT_PLATFORM,
  NEXT_SERIAL,
  PARTNER_CONFIG,
  PLATFORM,
  refusal,
  reply,
  SERIAL,
  STRANGER,
} from './provider-side.ts';

const JSON_HEADER = { 'content-type': 'application/json; charset=utf-8' };
const OPENID = 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o';

/** The account's names on the wire, by hand. */
const accountOf = (config: WechatPayConfig): Record<string, string> =>
  config.subMchId === undefined
    ? { appid: config.appId, mchid: config.mchId }
    : {
        sp_appid: config.appId,
        sp_mchid: config.mchId,
        sub_mchid: config.subMchId,
        ...(config.subAppId ? { sub_appid: config.subAppId } : {}),
      };

const transaction = (config: WechatPayConfig, change: Record<string, unknown> = {}) => ({
  ...accountOf(config),
  out_trade_no: AN_ORDER_NUMBER,
  transaction_id: A_PROVIDER_REFERENCE,
  trade_type: 'NATIVE',
  trade_state: 'SUCCESS',
  trade_state_desc: '支付成功',
  success_time: '2026-11-01T20:00:00+08:00',
  payer: { openid: OPENID },
  amount: { total: 1000, payer_total: 900, currency: 'CNY', payer_currency: 'CNY' },
  ...change,
});

/** The amount is put in as it stands, so that spellings that are no integers reach the channel. */
const messageText = (config: WechatPayConfig, message: ProviderMessage): string =>
  JSON.stringify(
    transaction(config, {
      out_trade_no: message.orderNumber,
      transaction_id: message.providerReference,
      trade_state: message.status,
      amount: { total: '@', currency: message.currency ?? 'CNY' },
    }),
  ).replace('"@"', message.amount);

const refundOf = (change: Record<string, unknown> = {}) => ({
  refund_id: '50000000382019052709732678859',
  out_refund_no: A_REFUND_NUMBER,
  transaction_id: A_PROVIDER_REFERENCE,
  out_trade_no: AN_ORDER_NUMBER,
  channel: 'ORIGINAL',
  status: 'SUCCESS',
  amount: { total: 1000, refund: 1000, payer_refund: 900, currency: 'CNY' },
  ...change,
});

const NO_REFUND = refusal('RESOURCE_NOT_EXISTS', '退款单不存在', { status: 404 });

const REFUNDS = (config: WechatPayConfig): ConformanceSubject['refunds'] => {
  const answered = (change: object) => [NO_REFUND, reply(refundOf({ ...change }))];
  return [
    { when: 'it is done at once', replies: answered({}), outcome: 'succeeded' },
    {
      when: 'WeChat Pay works on it',
      replies: answered({ status: 'PROCESSING' }),
      outcome: 'pending',
    },
    { when: 'it is known already', replies: [reply(refundOf())], outcome: 'succeeded' },
    {
      when: 'it is known and still in work',
      replies: [reply(refundOf({ status: 'PROCESSING' }))],
      outcome: 'pending',
    },
    {
      when: 'it was closed',
      replies: [reply(refundOf({ status: 'CLOSED' }))],
      outcome: 'did_not_happen',
    },
    {
      when: "the buyer's bank did not take it",
      replies: [reply(refundOf({ status: 'ABNORMAL' }))],
      outcome: 'unknown',
    },
    { when: 'the word is new', replies: answered({ status: 'MAYBE' }), outcome: 'unknown' },
    {
      when: 'another refund is answered',
      replies: answered({ out_refund_no: 'x' }),
      outcome: 'unknown',
    },
    {
      when: 'another order is answered',
      replies: answered({ out_trade_no: 'x' }),
      outcome: 'unknown',
    },
    {
      when: 'another amount is answered',
      replies: answered({ amount: { refund: 100, currency: 'CNY' } }),
      outcome: 'unknown',
    },
    {
      when: 'nobody signed the success',
      replies: [NO_REFUND, replyJson(refundOf())],
      outcome: 'unknown',
    },
    {
      when: 'the account is empty',
      replies: [NO_REFUND, refusal('NOT_ENOUGH', '基本账户余额不足，请充值', { status: 403 })],
      outcome: 'did_not_happen',
    },
    {
      when: 'it came too fast',
      replies: [NO_REFUND, refusal('FREQUENCY_LIMITED', '请稍后重试', { status: 429 })],
      outcome: 'did_not_happen',
    },
    {
      when: 'WeChat Pay says that an earlier one is in work',
      replies: [NO_REFUND, refusal('INVALID_REQUEST', '退款处理中，请稍后')],
      outcome: 'unknown',
    },
    {
      when: 'WeChat Pay does not want to tell',
      replies: [refusal('NO_AUTH', '无权限', { status: 403 })],
      outcome: 'unknown',
    },
    {
      when: 'WeChat Pay uses an error word that nobody has mapped',
      replies: [NO_REFUND, refusal('SOMETHING_NEW', '')],
      outcome: 'unknown',
    },
    {
      when: `the account is ${config.accessMode} and its system fails`,
      replies: [NO_REFUND, refusal('SYSTEM_ERROR', '系统错误', { status: 500 })],
      outcome: 'unknown',
    },
  ];
};

const CREATES: ConformanceSubject['creates'] = [
  {
    when: 'WeChat Pay hands out a code',
    replies: [reply({ code_url: 'weixin://wxpay/bizpayurl?pr=1' })],
    outcome: 'happened',
    nextAction: 'qr',
  },
  {
    when: 'nobody signed the success',
    replies: [replyJson({ code_url: 'weixin://wxpay/bizpayurl?pr=1' })],
    outcome: 'unknown',
  },
  {
    when: 'somebody else signed the success',
    replies: [
      reply(
        { code_url: 'weixin://wxpay/bizpayurl?pr=1' },
        { signer: { ...BY_PUBLIC_KEY, privateKey: STRANGER.privateKey } },
      ),
    ],
    outcome: 'unknown',
  },
  {
    when: 'somebody else signed the refusal',
    replies: [
      reply(
        { code: 'NO_AUTH', message: '' },
        { status: 403, signer: { ...BY_PUBLIC_KEY, privateKey: STRANGER.privateKey } },
      ),
    ],
    outcome: 'unknown',
  },
  { when: 'the success has no code', replies: [reply({})], outcome: 'unknown' },
  {
    when: 'our signature is refused, and nobody signed that',
    replies: [refusal('SIGN_ERROR', '签名错误', { status: 401, isSigned: false })],
    outcome: 'did_not_happen',
    reason: 'invalid_credentials',
  },
  {
    when: 'the product is not open',
    replies: [refusal('NO_AUTH', '商户号该产品权限未开通', { status: 403 })],
    outcome: 'did_not_happen',
    reason: 'method_unavailable',
  },
  {
    when: 'the merchant is frozen',
    replies: [refusal('NO_AUTH', '此商家的收款功能已被限制，暂无法支付', { status: 403 })],
    outcome: 'did_not_happen',
    reason: 'account_suspended',
  },
  {
    when: "the day's limit of a micro merchant is reached",
    replies: [refusal('RULE_LIMIT', '今日收款超出单日收款最大金额', { status: 403 })],
    outcome: 'did_not_happen',
    reason: 'limit_reached',
  },
  {
    when: 'calls come too fast',
    replies: [refusal('FREQUENCY_LIMITED', '请求频率超限', { status: 429 })],
    outcome: 'did_not_happen',
    reason: 'rate_limited',
  },
  {
    when: 'the app is not bound',
    replies: [refusal('APPID_MCHID_NOT_MATCH', 'appid和mch_id不匹配')],
    outcome: 'did_not_happen',
    reason: 'invalid_credentials',
  },
  {
    when: 'the number belongs to a closed order',
    replies: [refusal('ORDER_CLOSED', '该订单已关闭')],
    outcome: 'did_not_happen',
    reason: 'duplicate_order_number',
  },
  {
    when: 'the number belongs to a paid order',
    replies: [refusal('ORDERPAID', '该订单已支付')],
    outcome: 'unknown',
  },
  {
    when: 'the number was used with other parameters',
    replies: [refusal('INVALID_REQUEST', '请求重入时，参数与首次请求时不一致')],
    outcome: 'unknown',
  },
  {
    when: 'the number was used',
    replies: [refusal('OUT_TRADE_NO_USED', '商户订单号重复', { status: 403 })],
    outcome: 'unknown',
  },
  {
    when: 'the words are new',
    replies: [refusal('SOMETHING_NEW', '没见过的错误')],
    outcome: 'did_not_happen',
    reason: 'provider_refused',
  },
  {
    when: 'its system fails',
    replies: [refusal('SYSTEM_ERROR', '系统错误', { status: 500 })],
    outcome: 'unknown',
  },
  {
    when: 'its system fails, with the status of a refusal',
    replies: [refusal('BANKERROR', '银行系统异常')],
    outcome: 'unknown',
  },
  {
    when: 'the currency is another one',
    replies: [],
    request: { amount: money('USD', 1000) },
    outcome: 'did_not_happen',
    reason: 'currency_not_supported',
  },
  {
    when: 'the method is another one',
    replies: [],
    request: { method: 'alipay' },
    outcome: 'did_not_happen',
    reason: 'method_unavailable',
  },
  {
    when: "the buyer is in Alipay's browser",
    replies: [],
    request: { device: 'alipay' },
    outcome: 'did_not_happen',
    reason: 'method_unavailable',
  },
];

const H5: ConformanceSubject['creates'][number] = {
  when: 'the buyer is in a phone browser',
  replies: [reply({ h5_url: 'https://wx.tenpay.com/cgi-bin/mmpayweb-bin/checkmweb?prepay_id=1' })],
  request: { device: 'mobile' },
  outcome: 'happened',
  nextAction: 'redirect',
};
const NO_H5: ConformanceSubject['creates'][number] = {
  when: 'the buyer is in a phone browser, and the account has no H5',
  replies: [],
  request: { device: 'mobile' },
  outcome: 'did_not_happen',
  reason: 'method_unavailable',
};
const JSAPI: ConformanceSubject['creates'][number] = {
  when: 'the buyer is inside WeChat',
  replies: [],
  request: { device: 'wechat' },
  outcome: 'happened',
  nextAction: 'redirect',
};

const QUERIES = (config: WechatPayConfig): ConformanceSubject['queries'] => {
  const found = (change: Record<string, unknown>) => [reply(transaction(config, change))];
  const state = (word: string) => found({ trade_state: word });
  const [someAccount = 'mchid'] = Object.keys(accountOf(config)).filter((name) =>
    /mchid/.test(name),
  );
  const [someApp = 'appid'] = Object.keys(accountOf(config)).filter((name) => /appid/.test(name));
  return [
    { when: 'it is paid', replies: found({}), outcome: 'found', status: 'succeeded' },
    {
      when: 'it waits',
      replies: found({ trade_state: 'NOTPAY', transaction_id: undefined, amount: undefined }),
      outcome: 'found',
      status: 'pending',
    },
    {
      when: 'the buyer types their password',
      replies: state('USERPAYING'),
      outcome: 'found',
      status: 'pending',
    },
    { when: 'it is closed', replies: state('CLOSED'), outcome: 'found', status: 'closed' },
    { when: 'it was taken back', replies: state('REVOKED'), outcome: 'found', status: 'closed' },
    {
      when: 'the bank said no',
      replies: state('PAYERROR'),
      outcome: 'found',
      status: 'failed',
      reason: 'declined',
    },
    { when: 'money went back already', replies: state('REFUND'), outcome: 'unknown' },
    { when: 'the word is new', replies: state('MAYBE'), outcome: 'found', status: 'unknown' },
    {
      when: 'another order is answered',
      replies: found({ out_trade_no: '01k9gfm0c8e4ravxk1q3j7zw02' }),
      outcome: 'unknown',
    },
    {
      when: 'another merchant is answered',
      replies: found({ [someAccount]: '1111111111' }),
      outcome: 'unknown',
    },
    {
      when: 'another app is answered',
      replies: found({ [someApp]: 'wx1111111111111111' }),
      outcome: 'unknown',
    },
    {
      when: 'nobody signed the answer',
      replies: [replyJson(transaction(config))],
      outcome: 'unknown',
    },
    {
      when: 'there is no such order',
      replies: [refusal('ORDER_NOT_EXIST', '订单不存在', { status: 404 })],
      outcome: 'not_found',
    },
    {
      when: 'there is no such order, in the other spelling',
      replies: [refusal('ORDERNOTEXIST', '订单不存在', { status: 404 })],
      outcome: 'not_found',
    },
    {
      when: 'there is no such order yet, because the buyer has not authorised',
      replies: [refusal('ORDER_NOT_EXIST', '订单不存在', { status: 404 })],
      payment: { device: 'wechat' },
      outcome: 'found',
      status: 'pending',
    },
    {
      when: 'our signature is refused',
      replies: [refusal('SIGN_ERROR', '签名错误', { status: 401, isSigned: false })],
      outcome: 'unknown',
      reason: 'invalid_credentials',
    },
  ];
};

const CLOSES: ConformanceSubject['closes'] = [
  { when: 'WeChat Pay closes it', replies: [reply(undefined, { status: 204 })], outcome: 'closed' },
  {
    when: 'nobody signed that',
    replies: [{ kind: 'response', status: 204, headers: {}, body: '', bytes: Buffer.alloc(0) }],
    outcome: 'unknown',
  },
  { when: 'it is closed already', replies: [refusal('ORDER_CLOSED', '')], outcome: 'closed' },
  {
    when: 'it was never made',
    replies: [refusal('ORDER_NOT_EXIST', '', { status: 404 })],
    outcome: 'closed',
  },
  { when: 'it is paid', replies: [refusal('ORDERPAID', '该订单已支付')], outcome: 'already_paid' },
  { when: 'it is refused', replies: [refusal('NO_AUTH', '', { status: 403 })], outcome: 'unknown' },
];

const returned = (change: Record<string, string> = {}): PaymentStep => ({
  kind: 'returned',
  query: {
    code: '011AbC1w3',
    state: createHmac('sha256', API_V3_KEY)
      .update(`wechatpay authorisation ch_01k9gfm0c8e4ravxk1q3j7zw99 ${AN_ORDER_NUMBER}`)
      .digest('hex'),
    ...change,
  },
  form: {},
});

const PROCEEDS = (config: WechatPayConfig): ConformanceSubject['proceeds'] => {
  const insideWechat = { device: 'wechat' } as const;
  const openid = replyJson({ access_token: 'x', expires_in: 7200, openid: OPENID });
  const prepaid = reply({ prepay_id: 'wx201410272009395522657a690389285100' });
  return [
    {
      when: 'the buyer authorised',
      replies: [openid, prepaid],
      step: returned(),
      payment: insideWechat,
      outcome: 'next',
    },
    {
      when: 'the code was used before',
      replies: [replyJson({ errcode: 40163, errmsg: 'code been used' })],
      step: returned(),
      payment: insideWechat,
      outcome: 'next',
    },
    {
      when: 'the code was used before, but the buyer is known',
      replies: [prepaid],
      step: returned(),
      payment: { ...insideWechat, kept: OPENID },
      outcome: 'next',
    },
    {
      when: 'the authorisation is for another order',
      replies: [],
      step: returned({ state: 'f'.repeat(64) }),
      payment: insideWechat,
      outcome: 'not_accepted',
      reason: 'authentication_failed',
    },
    {
      when: 'the AppSecret is wrong',
      replies: [replyJson({ errcode: 40125, errmsg: 'invalid appsecret' })],
      step: returned(),
      payment: insideWechat,
      outcome: 'found',
      status: 'failed',
    },
    {
      when: 'WeChat is busy',
      replies: [replyJson({ errcode: -1, errmsg: 'system error' })],
      step: returned(),
      payment: insideWechat,
      outcome: 'unknown',
    },
    {
      when: 'the order is refused',
      replies: [openid, refusal('NO_AUTH', '商户号该产品权限未开通', { status: 403 })],
      step: returned(),
      payment: insideWechat,
      outcome: 'found',
      status: 'failed',
    },
    {
      when: 'the order was paid in the meantime',
      replies: [openid, refusal('ORDERPAID', ''), reply(transaction(config))],
      step: returned(),
      payment: insideWechat,
      outcome: 'found',
      status: 'succeeded',
    },
    {
      when: 'nobody signed the prepay id',
      replies: [openid, replyJson({ prepay_id: 'wx1' })],
      step: returned(),
      payment: insideWechat,
      outcome: 'unknown',
    },
    {
      when: 'the buyer comes back from H5',
      replies: [reply(transaction(config))],
      step: { kind: 'returned', query: {}, form: {} },
      payment: { device: 'mobile' },
      outcome: 'found',
      status: 'succeeded',
    },
  ];
};

interface Shape {
  readonly name: string;
  readonly config: WechatPayConfig;
  readonly credentials?: WechatPayCredentials;
  readonly otherCredentials?: WechatPayCredentials;
  readonly blankCredentials?: WechatPayCredentials;
  readonly signer?: typeof BY_PUBLIC_KEY;
  readonly list?: ProviderResponse;
}

const otherAccount = (config: WechatPayConfig): WechatPayConfig =>
  config.subMchId === undefined
    ? { ...config, mchId: '1900000110' }
    : { ...config, subMchId: '1900000110' };

const refundEvent =
  (config: WechatPayConfig, word: string, signer = BY_PUBLIC_KEY) =>
  (at: Date) => {
    const { appid: _, sp_appid: __, sub_appid: ___, ...merchants } = accountOf(config);
    const { status: ____, ...refund } = refundOf();
    return event(
      {
        type: `REFUND.${word}`,
        content: JSON.stringify({ ...refund, ...merchants, refund_status: word }),
      },
      { at, signer },
    );
  };

const subjectOf = (shape: Shape): ConformanceSubject => {
  const { config, credentials = CREDENTIALS, signer = BY_PUBLIC_KEY, list } = shape;
  const { accessMode, products } = config;
  const hasH5 = products.includes('h5');
  return {
    name: `wechatpay ${accessMode}, ${shape.name}`,
    channel: wechatpay,
    config,
    credentials,
    request: { method: 'wechat_pay' },
    notifications: {
      notify: (message, at) =>
        event(
          { type: 'TRANSACTION.SUCCESS', content: messageText(config, message) },
          { at, signer },
        ),
      spelling: '1000',
      successWord: 'SUCCESS',
      statusWords: {
        SUCCESS: 'succeeded',
        NOTPAY: 'pending',
        USERPAYING: 'pending',
        ACCEPT: 'pending',
        CLOSED: 'closed',
        REVOKED: 'closed',
        PAYERROR: 'failed',
        REFUND: 'unknown',
        success: 'unknown',
      },
      amounts: [
        { spelling: '1000', amount: money('CNY', 1000) },
        { spelling: '1', amount: money('CNY', 1) },
        { spelling: '1000000000', amount: money('CNY', 1_000_000_000) },
      ],
      nonAmounts: ['-1', '10.5', '"1000"', 'null', '[]', '99999999999999999999'],
      otherCurrency: { word: 'HKD', currency: 'HKD' },
      otherAccountConfig: otherAccount(config),
      otherCredentials: shape.otherCredentials ?? { ...credentials, publicKey: STRANGER.publicKey },
      blankCredentials: shape.blankCredentials ?? { ...credentials, publicKey: ' ' },
      withoutSignature: ({ headers, ...callback }) => ({
        ...callback,
        headers: { ...headers, 'wechatpay-signature': '' },
      }),
      withDuplicatedField: (callback) => ({
        ...callback,
        body: Buffer.from(
          Buffer.from(callback.body)
            .toString()
            .replace('{', `{"event_type":"TRANSACTION.SUCCESS",`),
        ),
      }),
      signedHeaders: [
        'wechatpay-timestamp',
        'wechatpay-nonce',
        'wechatpay-serial',
        'wechatpay-signature',
      ],
      covers: 'everything',
      foreignCharset: {
        callback: (message) =>
          event(
            {
              type: 'TRANSACTION.SUCCESS',
              content: Buffer.from(
                messageText(config, message).replace('支付成功', '\xBB\xE1'),
                'latin1',
              ),
            },
            { signer },
          ),
        verdict: 'rejected',
      },
      staleAfterSeconds: 300,
      ...(list ? { http: () => scriptedHttp(list) } : {}),
      others: [
        {
          what: 'a refund that succeeded',
          callback: refundEvent(config, 'SUCCESS', signer),
          notification: {
            kind: 'refund',
            refundId: A_REFUND_ID,
            attemptId: AN_ATTEMPT_ID,
            status: 'succeeded',
            amount: money('CNY', 1000),
            providerReference: '50000000382019052709732678859',
          },
        },
        {
          what: "a refund that the buyer's bank did not take",
          callback: refundEvent(config, 'ABNORMAL', signer),
          notification: { kind: 'refund', status: 'unknown', providerStatus: 'ABNORMAL' },
        },
        {
          what: 'a refund that was closed',
          callback: refundEvent(config, 'CLOSED', signer),
          notification: { kind: 'refund', status: 'failed', providerStatus: 'CLOSED' },
        },
        {
          what: 'something that is not followed',
          callback: (at) =>
            event({ type: 'PAYSCORE.USER_OPEN_SERVICE', content: '{}' }, { at, signer }),
          notification: { kind: 'other', providerStatus: 'PAYSCORE.USER_OPEN_SERVICE' },
        },
      ],
    },
    acknowledgements: {
      accepted: { status: 204, headers: {}, body: '' },
      rejected: {
        status: 401,
        headers: JSON_HEADER,
        body: '{"code":"FAIL","message":"the notification was not believed"}',
      },
      try_again: {
        status: 503,
        headers: JSON_HEADER,
        body: '{"code":"FAIL","message":"try again later"}',
      },
    },
    creates: signer === BY_PUBLIC_KEY ? [...CREATES, hasH5 ? H5 : NO_H5, JSAPI] : CERTIFIED_CREATES,
    queries: signer === BY_PUBLIC_KEY ? QUERIES(config) : CERTIFIED_QUERIES(config),
    ...(signer === BY_PUBLIC_KEY
      ? { closes: CLOSES, proceeds: PROCEEDS(config), refunds: REFUNDS(config) }
      : { refunds: [] }),
    refundOverAmount: { when: 'more than was paid', replies: [], outcome: 'did_not_happen' },
  };
};

/** An account that verifies by platform certificates gets replies that are signed with one. */
const CERTIFIED_CREATES: ConformanceSubject['creates'] = [
  {
    when: 'a platform certificate vouches for the code',
    replies: [reply({ code_url: 'weixin://wxpay/bizpayurl?pr=1' }, { signer: BY_CERTIFICATE })],
    outcome: 'happened',
    nextAction: 'qr',
  },
];
const CERTIFIED_QUERIES = (config: WechatPayConfig): ConformanceSubject['queries'] => [
  {
    when: 'a platform certificate vouches for the payment',
    replies: [reply(transaction(config), { signer: BY_CERTIFICATE })],
    outcome: 'found',
    status: 'succeeded',
  },
];

describeConformance(subjectOf({ name: 'public key', config: CONFIG }));
describeConformance(
  subjectOf({
    name: 'public key, a sole trader',
    config: { ...CONFIG, accessMode: 'ordinary_individual', products: ['native', 'jsapi'] },
  }),
);
describeConformance(subjectOf({ name: 'public key', config: PARTNER_CONFIG }));
describeConformance(
  subjectOf({
    name: "public key, the sub-merchant's own app",
    config: {
      ...PARTNER_CONFIG,
      accessMode: 'partner_individual',
      products: ['native', 'jsapi'],
      subAppId: 'wxd678efh567hg6999',
    },
  }),
);
describeConformance(
  subjectOf({
    name: 'public key',
    config: { ...PARTNER_CONFIG, accessMode: 'micro', products: ['native', 'jsapi'] },
  }),
);

const { publicKey: _, ...WITHOUT_PUBLIC_KEY } = CREDENTIALS;
const { publicKeyId: __, ...WITHOUT_PUBLIC_KEY_ID } = CONFIG;
const CERTIFIED: WechatPayCredentials = {
  ...WITHOUT_PUBLIC_KEY,
  platformCertificates: certificate(PLATFORM, SERIAL),
};
describeConformance(
  subjectOf({
    name: 'platform certificates, one of them entered',
    config: { ...WITHOUT_PUBLIC_KEY_ID, verification: 'platform_certificates' },
    credentials: CERTIFIED,
    // Of the same name, and somebody else's.
    otherCredentials: { ...CERTIFIED, platformCertificates: certificate(STRANGER, SERIAL) },
    blankCredentials: { ...CERTIFIED, apiV3Key: ' ' },
    signer: BY_CERTIFICATE,
    list: certificateList([
      certificate(NEXT_PLATFORM, NEXT_SERIAL),
      CERTIFIED.platformCertificates ?? '',
    ]),
  }),
);
describeConformance(
  subjectOf({
    name: 'moving to the public key, still signed with a certificate',
    config: { ...CONFIG, verification: 'both' },
    credentials: { ...CERTIFIED, publicKey: NEXT_PLATFORM.publicKey },
    otherCredentials: {
      ...CERTIFIED,
      publicKey: PLATFORM.publicKey,
      platformCertificates: certificate(STRANGER, SERIAL),
    },
    blankCredentials: { ...CERTIFIED, apiV3Key: ' ' },
    signer: BY_CERTIFICATE,
    list: certificateList([CERTIFIED.platformCertificates ?? '']),
  }),
);
describeConformance(
  subjectOf({
    name: 'moving to the public key, signed with it already',
    config: { ...CONFIG, verification: 'both' },
    credentials: { ...CREDENTIALS, platformCertificates: certificate(NEXT_PLATFORM, NEXT_SERIAL) },
    blankCredentials: { ...CREDENTIALS, apiV3Key: ' ' },
    list: certificateList([certificate(NEXT_PLATFORM, NEXT_SERIAL)]),
  }),
);

describeConformance({
  ...subjectOf({ name: 'inside WeChat only', config: { ...CONFIG, products: ['jsapi'] } }),
  request: { method: 'wechat_pay', device: 'wechat' },
  createsWithoutCall: true,
  creates: [JSAPI],
  queries: QUERIES(CONFIG).filter(({ outcome }) => outcome !== 'not_found'),
});
