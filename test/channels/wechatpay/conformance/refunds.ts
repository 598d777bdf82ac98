import type { WechatPayConfig } from '#shared/channels/wechatpay/config.ts';
import type { ConformanceSubject } from '#test/channels/conformance/subject.ts';
import { replyJson } from '#test/channels/support/scripted-http.ts';
import { refusal, reply } from '../provider-side.ts';
import { refundOf } from './messages.ts';

const NO_REFUND = refusal('RESOURCE_NOT_EXISTS', '退款单不存在', { status: 404 });

export const refundsOf = (config: WechatPayConfig): ConformanceSubject['refunds'] => {
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
