import { createVerify } from 'node:crypto';
import { expect, test } from 'vitest';
import { readAuthorization } from '#infra/local/providers/wechatpay/signature.ts';
import type { ProviderRequest } from '#shared/application/ports/provider-http.ts';
import { close } from '#shared/channels/wechatpay/close.ts';
import { create } from '#shared/channels/wechatpay/create.ts';
import { orderDescription } from '#shared/channels/wechatpay/order-description.ts';
import { query } from '#shared/channels/wechatpay/query.ts';
import { AN_ORDER_NUMBER, NOW } from '#test/channels/conformance/contexts.ts';
import { scriptedHttp } from '#test/channels/support/scripted-http.ts';
import { aContext, aPayment, aRequest } from './contexts.ts';
import {
  MERCHANT,
  MERCHANT_SERIAL,
  PARTNER_CONFIG,
  PUBLIC_KEY_ID,
  refusal,
  reply,
} from './provider-side.ts';

const CODE = reply({ code_url: 'weixin://wxpay/bizpayurl?pr=1' });

const bodyOf = ({ body }: ProviderRequest): unknown => JSON.parse(body ?? '');

/** WeChat Pay's check of a request, from its documents. */
const isSigned = ({ method, url, headers = {}, body = '' }: ProviderRequest): boolean => {
  const { pathname, search } = new URL(url);
  const {
    timestamp,
    nonce_str: nonce,
    signature = '',
  } = readAuthorization(headers.authorization ?? '');
  return createVerify('RSA-SHA256')
    .update(`${method}\n${pathname}${search}\n${timestamp}\n${nonce}\n${body}\n`)
    .verify(MERCHANT.publicKey, signature, 'base64');
};

test('every request is signed over the bytes that are sent, with its query and without a body', async () => {
  const http = scriptedHttp(
    CODE,
    refusal('ORDER_NOT_EXIST', ''),
    reply(undefined, { status: 204 }),
  );
  const context = aContext({ http });
  await create(context, aRequest({ subject: '会员 "é" \\' }));
  await query(context, aPayment());
  await close(context, aPayment());
  expect(http.requests.map(isSigned)).toEqual([true, true, true]);
  expect(http.requests.map(({ method, url }) => `${method} ${url}`)).toEqual([
    'POST https://api.mch.weixin.qq.com/v3/pay/transactions/native',
    `GET https://api.mch.weixin.qq.com/v3/pay/transactions/out-trade-no/${AN_ORDER_NUMBER}?mchid=1900000109`,
    `POST https://api.mch.weixin.qq.com/v3/pay/transactions/out-trade-no/${AN_ORDER_NUMBER}/close`,
  ]);
  expect(readAuthorization(http.requests[0]?.headers?.authorization ?? '')).toMatchObject({
    mchid: '1900000109',
    serial_no: MERCHANT_SERIAL,
    timestamp: String(NOW.getTime() / 1000),
    nonce_str: expect.stringMatching(/^[0-9A-F]{32}$/),
  });
  expect(http.requests[0]?.headers).toMatchObject({
    accept: 'application/json',
    'content-type': 'application/json',
    'wechatpay-serial': PUBLIC_KEY_ID,
  });
});

test('no two requests have the same nonce', async () => {
  const http = scriptedHttp(CODE);
  for (const _ of [1, 2, 3]) await create(aContext({ http }), aRequest());
  const nonces = http.requests.map(
    ({ headers }) => readAuthorization(headers?.authorization ?? '').nonce_str,
  );
  expect(new Set(nonces).size).toBe(3);
});

test('an order names the account, whole fen, Beijing time and an address without a query', async () => {
  const http = scriptedHttp(CODE);
  await create(aContext({ http }), aRequest());
  const [request] = http.requests;
  expect(request && bodyOf(request)).toEqual({
    appid: 'wxd678efh567hg6787',
    mchid: '1900000109',
    description: 'VIP会员 30 days',
    out_trade_no: AN_ORDER_NUMBER,
    time_expire: '2026-11-01T20:15:00+08:00',
    notify_url: expect.stringMatching(/^https:\/\/[^?]+$/),
    amount: { total: 1000, currency: 'CNY' },
  });
});

test("a service provider's order names both merchants, at the partner's addresses", async () => {
  const http = scriptedHttp(CODE, reply(undefined, { status: 204 }));
  const context = aContext({ http, config: { ...PARTNER_CONFIG, subAppId: 'wxd678efh567hg6999' } });
  await create(context, aRequest());
  await close(context, aPayment());
  await query(context, aPayment());
  const [order, closing, question] = http.requests;
  expect(order?.url).toBe('https://api.mch.weixin.qq.com/v3/pay/partner/transactions/native');
  expect(order && bodyOf(order)).toMatchObject({
    sp_appid: 'wx8888888888888888',
    sp_mchid: '1230000109',
    sub_appid: 'wxd678efh567hg6999',
    sub_mchid: '1900000109',
  });
  expect(closing && bodyOf(closing)).toEqual({ sp_mchid: '1230000109', sub_mchid: '1900000109' });
  expect(question?.url).toContain('?sp_mchid=1230000109&sub_mchid=1900000109');
  expect(readAuthorization(order?.headers?.authorization ?? '').mchid).toBe('1230000109');
});

test('H5 tells the buyer’s address, and its link leads back to the checkout page', async () => {
  const link = 'https://wx.tenpay.com/cgi-bin/mmpayweb-bin/checkmweb?prepay_id=1&package=2';
  const http = scriptedHttp(reply({ h5_url: link }));
  const outcome = await create(aContext({ http }), aRequest({ device: 'mobile' }));
  expect(outcome).toEqual({
    kind: 'happened',
    nextAction: {
      kind: 'redirect',
      url: `${link}&redirect_url=https%3A%2F%2Fshop.example.com%2Fcheckout%2Fabc%2Freturn%3Flang%3Dzh`,
    },
  });
  const [request] = http.requests;
  expect(request?.url).toMatch(/\/h5$/);
  expect(request && bodyOf(request)).toMatchObject({
    scene_info: { payer_client_ip: '203.0.113.9', h5_info: { type: 'Wap' } },
  });
});

test.each([
  ['a script', 'javascript:alert(1)'],
  ['plain http', 'http://wx.tenpay.com/x'],
  ['nothing', ''],
])('a link that is %s is not shown', async (_, link) => {
  const http = scriptedHttp(reply({ h5_url: link }));
  const outcome = await create(aContext({ http }), aRequest({ device: 'mobile' }));
  expect(outcome.kind).toBe('unknown');
});

test('a reply that was signed too long ago is not believed', async () => {
  const at = new Date(NOW.getTime() - 301_000);
  const http = scriptedHttp(reply({ code_url: 'weixin://x' }, { at }));
  expect(await create(aContext({ http }), aRequest())).toMatchObject({ kind: 'unknown' });
});

test('what buyers read is one line of at most 127 bytes, cut between characters', () => {
  expect(orderDescription('会'.repeat(60), 'x')).toBe('会'.repeat(42));
  expect(orderDescription(' a\n\tb\u2028c ', 'x')).toBe('a b c');
  expect(orderDescription('\u0000', 'fallback')).toBe('fallback');
});
