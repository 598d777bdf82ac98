import type { WechatPayConfig } from '#shared/channels/wechatpay/config.ts';
import type { ConformanceSubject } from '#test/channels/conformance/subject.ts';
import { replyJson } from '#test/channels/support/scripted-http.ts';
import { BY_CERTIFICATE, refusal, reply } from '../provider-side.ts';
import { accountOf, transaction } from './messages.ts';

export const queriesOf = (config: WechatPayConfig): ConformanceSubject['queries'] => {
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

export const CLOSES: ConformanceSubject['closes'] = [
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

export const certifiedQueriesOf = (config: WechatPayConfig): ConformanceSubject['queries'] => [
  {
    when: 'a platform certificate vouches for the payment',
    replies: [reply(transaction(config), { signer: BY_CERTIFICATE })],
    outcome: 'found',
    status: 'succeeded',
  },
];
