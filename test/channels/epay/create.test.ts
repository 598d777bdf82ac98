import { describe, expect, test } from 'vitest';
import { md5Of, rsaMatches } from '#infra/local/providers/epay/signature.ts';
import type { CreateOutcome } from '#shared/application/ports/channel-port.ts';
import { create } from '#shared/channels/epay/create.ts';
import { money } from '#shared/domain/money/money.ts';
import {
  aCreateRequest,
  anEpayContext,
  ORDER_NUMBER,
} from '#test/channels/support/epay-context.ts';
import { KEY, MERCHANT, signedByGateway } from '#test/channels/support/epay-wire.ts';
import { replyJson, replyText, scriptedHttp } from '#test/channels/support/scripted-http.ts';

const nextActionOf = (outcome: CreateOutcome) =>
  outcome.kind === 'happened' ? outcome.nextAction : outcome;

const sent = (http: ReturnType<typeof scriptedHttp>): Record<string, string> =>
  Object.fromEntries(new URLSearchParams(http.requests[0]?.body));

describe('page mode', () => {
  test('v1 is a link to submit.php that the gateway can verify', async () => {
    const action = nextActionOf(
      await create(anEpayContext({ accessMode: 'page', siteName: '卡店' }), aCreateRequest()),
    );
    if (action.kind !== 'redirect') throw new Error(action.kind);
    const url = new URL(action.url);
    expect(url.origin + url.pathname).toBe('https://pay.example.com/epay/submit.php');
    const fields = Object.fromEntries(url.searchParams);
    expect(fields).toMatchObject({
      pid: '1001',
      type: 'alipay',
      out_trade_no: ORDER_NUMBER,
      notify_url: 'https://callbacks.example.com/callbacks/epay/ch_01k9gfm0c8e4ravxk1q3j7zw99',
      return_url: 'https://shop.example.com/checkout/abc/return',
      name: 'VIP会员',
      money: '10.00',
      sitename: '卡店',
      sign_type: 'MD5',
    });
    expect(fields.sign).toBe(md5Of(fields, KEY));
    expect(action.url).not.toContain(KEY);
  });

  test('v2 is a link to /api/pay/submit with the time and an RSA signature', async () => {
    const context = anEpayContext({ accessMode: 'page', protocol: 'v2' });
    const action = nextActionOf(await create(context, aCreateRequest()));
    if (action.kind !== 'redirect') throw new Error(action.kind);
    const url = new URL(action.url);
    const fields = Object.fromEntries(url.searchParams);
    expect(url.pathname).toBe('/epay/api/pay/submit');
    expect(fields).toMatchObject({ timestamp: '1793534400', sign_type: 'RSA' });
    expect(rsaMatches(fields, MERCHANT.publicKey)).toBe(true);
  });

  test('what is too long for a link is posted as a form', async () => {
    const returnUrl = `https://shop.example.com/${'a'.repeat(1800)}`;
    const outcome = await create(
      anEpayContext({ accessMode: 'page' }),
      aCreateRequest({ returnUrl }),
    );
    expect(nextActionOf(outcome)).toMatchObject({
      kind: 'form',
      action: 'https://pay.example.com/epay/submit.php',
      method: 'POST',
      fields: { return_url: returnUrl },
    });
  });
});

describe('API mode', () => {
  test('v1 posts a signed form with the buyer’s address and device to mapi.php', async () => {
    const http = scriptedHttp(replyJson({ code: 1, payurl: 'https://pay.example.com/p' }));
    await create(anEpayContext({}, http), aCreateRequest({ device: 'mobile' }));
    expect(http.requests[0]).toMatchObject({
      method: 'POST',
      url: 'https://pay.example.com/epay/mapi.php',
    });
    const fields = sent(http);
    expect(fields).toMatchObject({ clientip: '203.0.113.9', device: 'mobile', money: '10.00' });
    expect(fields.sign).toBe(md5Of(fields, KEY));
  });

  test('v2 posts to /api/pay/create and asks for whatever suits the device', async () => {
    const http = scriptedHttp(replyJson({ code: -1, msg: 'x' }));
    await create(anEpayContext({ protocol: 'v2' }, http), aCreateRequest({ device: 'wechat' }));
    expect(http.requests[0]?.url).toBe('https://pay.example.com/epay/api/pay/create');
    expect(sent(http)).toMatchObject({ method: 'web', device: 'wechat', timestamp: '1793534400' });
    expect(rsaMatches(sent(http), MERCHANT.publicKey)).toBe(true);
  });

  test.each([
    [
      { qrcode: 'weixin://wxpay/bizpayurl?pr=04I' },
      { kind: 'qr', content: 'weixin://wxpay/bizpayurl?pr=04I' },
    ],
    [{ payurl: 'https://p.example.com/1' }, { kind: 'redirect', url: 'https://p.example.com/1' }],
    [
      { payurl: 'pay/wxpay/1/' },
      { kind: 'redirect', url: 'https://pay.example.com/epay/pay/wxpay/1/' },
    ],
    [
      { urlscheme: 'weixin://dl/business/?ticket=1' },
      { kind: 'redirect', url: 'weixin://dl/business/?ticket=1' },
    ],
    [
      { qrcode: 'https://qr.example.com/1', payurl: 'https://p.example.com/1' },
      { kind: 'qr', content: 'https://qr.example.com/1' },
    ],
    [
      {
        html: '<form name="f" action="/go?a=1&amp;b=2" method="post"><input type="hidden" name="x" value="&quot;1&quot;"/><input type="submit" value="ok"></form><script>evil()</script>',
      },
      {
        kind: 'form',
        action: 'https://pay.example.com/go?a=1&b=2',
        method: 'POST',
        fields: { x: '"1"' },
      },
    ],
  ])('hands the buyer %o', async (reply, action) => {
    const http = scriptedHttp(replyJson({ code: 1, trade_no: '20261101120000000001', ...reply }));
    expect(await create(anEpayContext({}, http), aCreateRequest())).toEqual({
      kind: 'happened',
      nextAction: action,
      providerReference: '20261101120000000001',
    });
  });

  test.each([
    ['no instruction', {}],
    ['a script as link', { payurl: 'javascript:alert(1)' }],
    ['a script as app link', { urlscheme: 'JavaScript:alert(1)' }],
    ['a form to nowhere', { html: '<form action="javascript:x()"></form>' }],
    ['markup without a form', { html: '<script>location="https://x"</script>' }],
  ])('an order that comes with %s is unknown', async (_, reply) => {
    const http = scriptedHttp(replyJson({ code: 1, trade_no: '1', ...reply }));
    expect((await create(anEpayContext({}, http), aCreateRequest())).kind).toBe('unknown');
  });

  test('reads a reply behind a byte order mark, with numbers as text', async () => {
    const http = scriptedHttp(
      replyText(
        '\uFEFF\n{"code":"1","trade_no":2024071519404366151,"qrcode":"q","data":{"code":9}}',
      ),
    );
    expect(await create(anEpayContext({}, http), aCreateRequest())).toMatchObject({
      kind: 'happened',
      providerReference: '2024071519404366151',
    });
  });

  test('v2 believes a success only with the gateway’s signature', async () => {
    const reply = {
      code: '0',
      trade_no: '1',
      pay_type: 'jump',
      pay_info: 'https://p.example.com/',
    };
    const context = (body: object) =>
      anEpayContext({ protocol: 'v2' }, scriptedHttp(replyJson(body)));
    const signed = signedByGateway(reply, 'v2');
    expect(nextActionOf(await create(context(signed), aCreateRequest()))).toEqual({
      kind: 'redirect',
      url: 'https://p.example.com/',
    });
    const changed = { ...signed, pay_info: 'https://thief.example.com/' };
    expect((await create(context(changed), aCreateRequest())).kind).toBe('unknown');
    expect((await create(context(reply), aCreateRequest())).kind).toBe('unknown');
    const jsapi = signedByGateway({ ...reply, pay_type: 'jsapi' }, 'v2');
    expect((await create(context(jsapi), aCreateRequest())).kind).toBe('unknown');
  });

  test.each([
    ['签名校验失败，请返回重试！', 'invalid_credentials'],
    ['商户不存在！', 'invalid_credentials'],
    ['最大支付金额是1000元', 'amount_out_of_range'],
    ['当前支付方式单笔最小限额为5元，请选择其他支付方式！', 'amount_out_of_range'],
    ['系统维护中', 'provider_maintenance'],
    ['你今天已无法再发起支付，请明天再试', 'limit_reached'],
    ['当前通道日限额已满', 'limit_reached'],
    ['该商品禁止出售', 'goods_refused'],
    ['请求过于频繁，请稍后再试', 'rate_limited'],
    ['商户已被封禁，无法支付！', 'account_suspended'],
    ['为了您的资金安全，请完成安全验证', 'risk_refused'],
    ['支付方式不存在', 'method_unavailable'],
    ['当前商户余额不足', 'account_suspended'],
    ['从未见过的话', 'provider_refused'],
    ['', 'provider_refused'],
  ])('the refusal %o did not happen: %s', async (msg, reason) => {
    const http = scriptedHttp(replyJson({ code: -1, msg }));
    expect(await create(anEpayContext({}, http), aCreateRequest())).toMatchObject({
      kind: 'did_not_happen',
      reason,
    });
  });

  test.each([
    `该订单(${ORDER_NUMBER})已完成支付，请勿重复发起支付`,
    `该订单(${ORDER_NUMBER})支付参数有变化，请更换订单号重新发起支付`,
  ])('a number that the gateway knew before is unknown: %s', async (msg) => {
    const http = scriptedHttp(replyJson({ code: -1, msg }));
    expect((await create(anEpayContext({}, http), aCreateRequest())).kind).toBe('unknown');
  });
});

describe('what the protocol cannot carry is refused before anything is sent', () => {
  test.each([
    [{ amount: money('USD', 1000) }, 'currency_not_supported'],
    [{ amount: money('CNY', 0) }, 'amount_out_of_range'],
    [{ amount: money('CNY', 10_000_000_000n) }, 'amount_out_of_range'],
    [{ method: 'paypal' as const }, 'method_unavailable'],
  ])('%o', async (change, reason) => {
    const http = scriptedHttp();
    const outcome = await create(anEpayContext({}, http), aCreateRequest(change));
    expect(outcome).toMatchObject({ kind: 'did_not_happen', reason });
    expect(http.requests).toEqual([]);
  });

  test('a key that cannot sign', async () => {
    const context = {
      ...anEpayContext({ protocol: 'v2' }),
      credentials: { merchantPrivateKey: 'x' },
    };
    expect(await create(context, aCreateRequest())).toMatchObject({
      reason: 'invalid_credentials',
    });
  });
});

describe('the name', () => {
  const nameOf = async (subject: string): Promise<string> => {
    const http = scriptedHttp(replyJson({ code: -1, msg: 'x' }));
    await create(anEpayContext({}, http), aCreateRequest({ subject }));
    return sent(http).name ?? '';
  };

  test('is cut to 127 bytes between characters', async () => {
    const name = await nameOf('卡'.repeat(60));
    expect(name).toBe('卡'.repeat(42));
    expect(await nameOf(`${'a'.repeat(125)}🎫`)).toBe('a'.repeat(125));
  });

  test('holds nothing that gateways escape or that could pass for another field', async () => {
    expect(await nameOf('A&out_trade_no=1 <b>"x"</b>\n\'y\\')).toBe(
      'A＆out_trade_no＝1 ＜b＞＂x＂＜/b＞ ＇y＼',
    );
    expect(await nameOf(' \u0000 ')).toBe(ORDER_NUMBER);
  });
});
