import { money } from '#shared/domain/money/money.ts';
import type { ConformanceSubject } from '#test/channels/conformance/subject.ts';
import { replyJson } from '#test/channels/support/scripted-http.ts';
import { BY_CERTIFICATE, BY_PUBLIC_KEY, refusal, reply, STRANGER } from '../provider-side.ts';

export const CREATES: ConformanceSubject['creates'] = [
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

export const H5: ConformanceSubject['creates'][number] = {
  when: 'the buyer is in a phone browser',
  replies: [reply({ h5_url: 'https://wx.tenpay.com/cgi-bin/mmpayweb-bin/checkmweb?prepay_id=1' })],
  request: { device: 'mobile' },
  outcome: 'happened',
  nextAction: 'redirect',
};
export const NO_H5: ConformanceSubject['creates'][number] = {
  when: 'the buyer is in a phone browser, and the account has no H5',
  replies: [],
  request: { device: 'mobile' },
  outcome: 'did_not_happen',
  reason: 'method_unavailable',
};
export const JSAPI: ConformanceSubject['creates'][number] = {
  when: 'the buyer is inside WeChat',
  replies: [],
  request: { device: 'wechat' },
  outcome: 'happened',
  nextAction: 'redirect',
};

/** An account that verifies by platform certificates gets replies that are signed with one. */
export const CERTIFIED_CREATES: ConformanceSubject['creates'] = [
  {
    when: 'a platform certificate vouches for the code',
    replies: [reply({ code_url: 'weixin://wxpay/bizpayurl?pr=1' }, { signer: BY_CERTIFICATE })],
    outcome: 'happened',
    nextAction: 'qr',
  },
];
