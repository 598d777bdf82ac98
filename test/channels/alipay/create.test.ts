import { createPublicKey } from 'node:crypto';
import { expect, test } from 'vitest';
import { isSignedCall, numberOf } from '#infra/local/providers/alipay/signature.ts';
import type { CreateOutcome, CreateRequest } from '#shared/application/ports/channel-port.ts';
import type { AlipayContext } from '#shared/channels/alipay/config.ts';
import { create } from '#shared/channels/alipay/create.ts';
import { money } from '#shared/domain/money/money.ts';
import { AN_ORDER_NUMBER, NOW } from '#test/channels/conformance/contexts.ts';
import { scriptedHttp } from '#test/channels/support/scripted-http.ts';
import { anAlipayContext, anOrder } from './contexts.ts';
import {
  ALIPAY,
  APP,
  CERTIFIED_APP,
  CONFIG,
  CREDENTIALS,
  done,
  ISV_CONFIG,
  ISV_CREDENTIALS,
  OTHER_ROOT,
  ROOT,
} from './provider-side.ts';

const codeReply = done('alipay.trade.precreate', {
  out_trade_no: AN_ORDER_NUMBER,
  qr_code: 'https://qr.alipay.com/1',
});

const addressOf = (outcome: CreateOutcome): string => {
  if (outcome.kind !== 'happened') throw new Error(JSON.stringify(outcome));
  const { nextAction } = outcome;
  switch (nextAction.kind) {
    case 'redirect':
      return nextAction.url;
    case 'form':
      return `${nextAction.action}&${new URLSearchParams(nextAction.fields)}`;
    case 'client_params':
      return `https://app/?${nextAction.params.orderString}`;
    default:
      throw new Error(nextAction.kind);
  }
};

/** What Alipay reads: every parameter once, and the order inside. */
const parametersOf = (address: string) => {
  const parameters = Object.fromEntries(new URL(address).searchParams);
  return {
    parameters,
    content: JSON.parse(parameters.biz_content ?? '') as Record<string, unknown>,
  };
};

const signedOrder = async (
  request: Partial<CreateRequest> = {},
  context: Partial<AlipayContext> = {},
) => parametersOf(addressOf(await create(anAlipayContext(context), anOrder(request))));

test('a page is a signed link that carries the whole order', async () => {
  const { parameters, content } = await signedOrder();
  expect(isSignedCall(parameters, APP.publicKey)).toBe(true);
  expect(isSignedCall({ ...parameters, timestamp: '2026-11-01 20:00:01' }, APP.publicKey)).toBe(
    false,
  );
  expect(parameters).toMatchObject({
    app_id: CONFIG.appId,
    method: 'alipay.trade.page.pay',
    charset: 'utf-8',
    sign_type: 'RSA2',
    timestamp: '2026-11-01 20:00:00',
    version: '1.0',
    notify_url: anAlipayContext().notifyUrl,
    return_url: anOrder().returnUrl,
  });
  expect(parameters).not.toHaveProperty('app_auth_token');
  expect(content).toEqual({
    out_trade_no: AN_ORDER_NUMBER,
    product_code: 'FAST_INSTANT_TRADE_PAY',
    total_amount: '10.00',
    subject: 'VIP会员 30 days',
    time_expire: '2026-11-01 20:15:00',
    goods_type: '0',
  });
});

test.each([
  ['mobile', 'alipay.trade.wap.pay', 'QUICK_WAP_WAY'],
  ['alipay', 'alipay.trade.wap.pay', 'QUICK_WAP_WAY'],
  ['app', 'alipay.trade.app.pay', 'QUICK_MSECURITY_PAY'],
] as const)('%s pays by %s', async (device, method, productCode) => {
  const { parameters, content } = await signedOrder({ device });
  expect(isSignedCall(parameters, APP.publicKey)).toBe(true);
  expect(parameters.method).toBe(method);
  expect(content.product_code).toBe(productCode);
  expect(content.quit_url).toBe(device === 'app' ? undefined : anOrder().returnUrl);
  expect(parameters.return_url).toBe(device === 'app' ? undefined : anOrder().returnUrl);
});

test.each([
  [['qr'], {}, 'desktop', 'alipay.trade.precreate'],
  [['qr'], {}, 'mobile', 'alipay.trade.precreate'],
  [['page', 'qr'], { preferQr: true }, 'desktop', 'alipay.trade.precreate'],
  [['page', 'qr', 'wap'], { preferQr: true }, 'mobile', undefined],
] as const)('%j with %j on %s asks %s', async (products, prefer, device, method) => {
  const http = scriptedHttp(codeReply);
  const config = { ...CONFIG, products: [...products], ...prefer };
  await create(anAlipayContext({ http, config }), anOrder({ device }));
  const asked = http.requests.map(({ url }) => new URL(url).searchParams.get('method'));
  expect(asked).toEqual(method === undefined ? [] : [method]);
});

test.each([
  [['wap'], 'desktop'],
  [['page'], 'mobile'],
  [['page', 'wap', 'qr'], 'app'],
  [['page', 'wap', 'qr', 'app'], 'wechat'],
] as const)('%j has nothing for %s', async (products, device) => {
  const config = { ...CONFIG, products: [...products] };
  expect(await create(anAlipayContext({ config }), anOrder({ device }))).toMatchObject({
    kind: 'did_not_happen',
    reason: 'method_unavailable',
  });
});

test('a code is asked for with the public parameters in the address and the order in the body', async () => {
  const http = scriptedHttp(codeReply);
  const config = {
    ...CONFIG,
    products: ['qr' as const],
    qrProductCode: 'QR_CODE_OFFLINE',
    disablePayChannels: ['credit_group'],
  };
  await create(anAlipayContext({ http, config }), anOrder());
  const [request] = http.requests;
  const query = Object.fromEntries(new URL(request?.url ?? '').searchParams);
  const body = Object.fromEntries(new URLSearchParams(request?.body));
  expect(Object.keys(body)).toEqual(['biz_content']);
  expect(query).not.toHaveProperty('biz_content');
  expect(isSignedCall({ ...query, ...body }, APP.publicKey)).toBe(true);
  expect(JSON.parse(body.biz_content ?? '')).toEqual({
    out_trade_no: AN_ORDER_NUMBER,
    product_code: 'QR_CODE_OFFLINE',
    total_amount: '10.00',
    subject: 'VIP会员 30 days',
    time_expire: '2026-11-01 20:15:00',
    disable_pay_channels: 'credit_group',
  });
});

test('a service provider names the merchant’s grant, itself, and both certificates', async () => {
  const { parameters, content } = await signedOrder(
    {},
    { config: ISV_CONFIG, credentials: ISV_CREDENTIALS },
  );
  const publicKey = createPublicKey(CERTIFIED_APP.certificate).export({
    type: 'spki',
    format: 'pem',
  });
  expect(isSignedCall(parameters, publicKey.toString())).toBe(true);
  expect(parameters).toMatchObject({
    app_id: ISV_CONFIG.appId,
    app_auth_token: ISV_CREDENTIALS.appAuthToken,
    app_cert_sn: numberOf(CERTIFIED_APP.certificate),
    alipay_root_cert_sn: `${numberOf(ROOT.certificate)}_${numberOf(OTHER_ROOT.certificate)}`,
  });
  expect(content.extend_params).toEqual({
    sys_service_provider_id: ISV_CONFIG.serviceProviderId,
  });
});

test('a link too long for browsers becomes a form with the order in its body', async () => {
  const returnUrl = `https://shop.example.com/${'r'.repeat(240)}`;
  const outcome = await create(
    anAlipayContext({ config: ISV_CONFIG, credentials: ISV_CREDENTIALS }),
    anOrder({ returnUrl, subject: '会员'.repeat(100) }),
  );
  expect(outcome).toMatchObject({ nextAction: { kind: 'form', method: 'POST' } });
  const { parameters, content } = parametersOf(addressOf(outcome));
  expect(content.subject).toBe('会员'.repeat(100));
  expect(parameters.charset).toBe('utf-8');
});

test('a subject loses what Alipay forbids, and what could hide a field in a notification', async () => {
  const { content } = await signedOrder({
    subject: 'A/B & C=1\n"x" &total_amount=0.01 100%',
  });
  expect(content.subject).toBe('A／B ＆ C＝1 ＂x＂ ＆total_amount＝0.01 100%');
  const { content: blank } = await signedOrder({ subject: ' \n ' });
  expect(blank.subject).toBe(AN_ORDER_NUMBER);
});

test('an unpaid trade lives 15 days at most', async () => {
  const { content } = await signedOrder({
    expiresAt: new Date(NOW.getTime() + 30 * 86_400_000),
  });
  expect(content.time_expire).toBe('2026-11-16 19:59:00');
});

test.each([
  [{ amount: money('USD', 1000) }, 'currency_not_supported'],
  [{ amount: money('CNY', 10_000_000_001) }, 'amount_out_of_range'],
  [{ method: 'wechat_pay' }, 'method_unavailable'],
  [{ expiresAt: NOW }, 'expired'],
] as const)('%o is refused before anything is sent: %s', async (change, reason) => {
  expect(await create(anAlipayContext(), anOrder(change))).toMatchObject({
    kind: 'did_not_happen',
    reason,
  });
});

test('keys that cannot sign send nothing', async () => {
  for (const credentials of [
    { ...CREDENTIALS, appPrivateKey: ALIPAY.publicKey },
    { ...CREDENTIALS, appPrivateKey: 'x'.repeat(100) },
  ])
    for (const device of ['desktop', 'app'] as const)
      expect(await create(anAlipayContext({ credentials }), anOrder({ device }))).toMatchObject({
        kind: 'did_not_happen',
        reason: 'invalid_credentials',
      });
});
