import { createHmac } from 'node:crypto';
import type { PaymentStep } from '#shared/application/ports/channel-port.ts';
import type { WechatPayConfig } from '#shared/channels/wechatpay/config.ts';
import { AN_ORDER_NUMBER } from '#test/channels/conformance/contexts.ts';
import type { ConformanceSubject } from '#test/channels/conformance/subject.ts';
import { replyJson } from '#test/channels/support/scripted-http.ts';
import { API_V3_KEY, refusal, reply } from '../provider-side.ts';
import { OPENID, transaction } from './messages.ts';

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

export const proceedsOf = (config: WechatPayConfig): ConformanceSubject['proceeds'] => {
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
