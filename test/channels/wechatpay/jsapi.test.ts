import { expect, test } from 'vitest';
import { isPaySigned } from '#infra/local/providers/wechatpay/signature.ts';
import { create } from '#shared/channels/wechatpay/create.ts';
import { proceed } from '#shared/channels/wechatpay/proceed.ts';
import { replyJson, scriptedHttp } from '#test/channels/support/scripted-http.ts';
import { aContext, aPayment, aRequest } from './contexts.ts';
import { MERCHANT, PARTNER_CONFIG, reply } from './provider-side.ts';

const OPENID = 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o';
const PREPAID = reply({ prepay_id: 'wx201410272009395522657a690389285100' });
const inside = aPayment({ device: 'wechat' });

const authorization = async (context = aContext(), request = aRequest()): Promise<URL> => {
  const outcome = await create(context, { ...request, device: 'wechat' });
  if (outcome.kind !== 'happened' || outcome.nextAction.kind !== 'redirect') throw new Error();
  return new URL(outcome.nextAction.url);
};

const back = (state: string | null, code?: string) => ({
  kind: 'returned' as const,
  query: { ...(code === undefined ? {} : { code }), ...(state === null ? {} : { state }) },
  form: {},
});

test('the buyer is sent to authorise silently, with the parameters in the order that WeChat demands', async () => {
  const url = await authorization();
  expect(url.origin + url.pathname).toBe('https://open.weixin.qq.com/connect/oauth2/authorize');
  expect([...url.searchParams.keys()]).toEqual([
    'appid',
    'redirect_uri',
    'response_type',
    'scope',
    'state',
  ]);
  expect(Object.fromEntries(url.searchParams)).toMatchObject({
    appid: 'wxd678efh567hg6787',
    redirect_uri: 'https://shop.example.com/checkout/abc/return?lang=zh',
    response_type: 'code',
    scope: 'snsapi_base',
    state: expect.stringMatching(/^[a-zA-Z0-9]{64}$/),
  });
  expect(url.hash).toBe('#wechat_redirect');
});

test('the state belongs to one order of one channel', async () => {
  const states = await Promise.all([
    authorization(),
    authorization(aContext(), aRequest({ orderNumber: '01k9gfm0c8e4ravxk1q3j7zw02' })),
    authorization({ ...aContext(), channelId: 'ch_01k9gfm0c8e4ravxk1q3j7zw98' }),
  ]);
  expect(new Set(states.map((url) => url.searchParams.get('state'))).size).toBe(3);
});

test('the code becomes an openid, the order is made in that name, and the parameters are signed', async () => {
  const http = scriptedHttp(replyJson({ openid: OPENID }), PREPAID);
  const context = aContext({ http });
  const state = (await authorization()).searchParams.get('state');
  const outcome = await proceed(context, inside, back(state, '011AbC1w3'));
  expect(http.requests[0]).toMatchObject({
    method: 'GET',
    url: 'https://api.weixin.qq.com/sns/oauth2/access_token?appid=wxd678efh567hg6787&secret=0123456789abcdef0123456789abcdef&code=011AbC1w3&grant_type=authorization_code',
  });
  expect(http.requests[1]?.url).toBe('https://api.mch.weixin.qq.com/v3/pay/transactions/jsapi');
  expect(JSON.parse(http.requests[1]?.body ?? '')).toMatchObject({ payer: { openid: OPENID } });
  if (outcome.kind !== 'next' || outcome.nextAction.kind !== 'client_params') throw new Error();
  expect(outcome.kept).toBe(OPENID);
  expect(outcome.nextAction).toMatchObject({
    sdk: 'wechat_jsapi',
    params: {
      appId: 'wxd678efh567hg6787',
      timeStamp: expect.stringMatching(/^\d{10}$/),
      package: 'prepay_id=wx201410272009395522657a690389285100',
      signType: 'RSA',
    },
  });
  expect(isPaySigned(outcome.nextAction.params, MERCHANT.publicKey)).toBe(true);
});

test('a reloaded page brings a code that was used: the kept openid makes the same order', async () => {
  const http = scriptedHttp(PREPAID);
  const state = (await authorization()).searchParams.get('state');
  const step = back(state, 'used-before');
  const twice = [1, 2].map(() => proceed(aContext({ http }), { ...inside, kept: OPENID }, step));
  for (const outcome of await Promise.all(twice))
    expect(outcome).toMatchObject({ kind: 'next', nextAction: { kind: 'client_params' } });
  expect(http.requests[0]?.body).toBe(http.requests[1]?.body);
});

test('without the kept openid a used code sends the buyer to authorise anew', async () => {
  const http = scriptedHttp(replyJson({ errcode: 40163, errmsg: 'code been used' }));
  const url = await authorization();
  const step = back(url.searchParams.get('state'), 'used-before');
  expect(await proceed(aContext({ http }), inside, step)).toEqual({
    kind: 'next',
    nextAction: { kind: 'redirect', url: url.href },
  });
});

test.each([
  ['none', null],
  ['an empty one', ''],
  ['a made-up one', 'a'.repeat(64)],
])('with %s as state no code is exchanged', async (_, state) => {
  const http = scriptedHttp();
  expect(await proceed(aContext({ http }), inside, back(state, '011AbC1w3'))).toMatchObject({
    kind: 'not_accepted',
    reason: 'authentication_failed',
  });
  expect(http.requests).toEqual([]);
});

test('the secret of the app never stands in an outcome', async () => {
  const state = (await authorization()).searchParams.get('state');
  for (const answer of [replyJson({ errcode: 40125, errmsg: 'invalid' }), replyJson({}, 500)]) {
    const outcome = await proceed(
      aContext({ http: scriptedHttp(answer) }),
      inside,
      back(state, 'x'),
    );
    expect(JSON.stringify(outcome)).not.toContain('0123456789abcdef');
  }
});

test.each([
  ["the service provider's app", {}, 'wx8888888888888888', { sp_openid: OPENID }],
  [
    "the sub-merchant's app",
    { subAppId: 'wxd678efh567hg6999' },
    'wxd678efh567hg6999',
    { sub_openid: OPENID },
  ],
])('in %s the buyer is known by its openid', async (_, change, appId, payer) => {
  const http = scriptedHttp(replyJson({ openid: OPENID }), PREPAID);
  const context = aContext({ http, config: { ...PARTNER_CONFIG, ...change } });
  const url = await authorization(context);
  expect(url.searchParams.get('appid')).toBe(appId);
  const outcome = await proceed(context, inside, back(url.searchParams.get('state'), '011AbC'));
  expect(JSON.parse(http.requests[1]?.body ?? '')).toMatchObject({ payer });
  expect(outcome).toMatchObject({ nextAction: { params: { appId } } });
});
