import { constants, privateDecrypt } from 'node:crypto';
import { expect, test } from 'vitest';
import type { RefundRequest } from '#shared/application/ports/channel-port.ts';
import { refund } from '#shared/channels/wechatpay/refund.ts';
import { money } from '#shared/domain/money/money.ts';
import { A_REFUND_NUMBER, AN_ORDER_NUMBER, NOW } from '#test/channels/conformance/contexts.ts';
import { NOT_CONNECTED, scriptedHttp } from '#test/channels/support/scripted-http.ts';
import { aContext, aPayment } from './contexts.ts';
import { PARTNER_CONFIG, PLATFORM, refusal, reply } from './provider-side.ts';

const aRefund = (change: Partial<RefundRequest> = {}): RefundRequest => ({
  ...aPayment(),
  refundNumber: A_REFUND_NUMBER,
  refundAmount: money('CNY', 300),
  refundCreatedAt: NOW,
  reason: '卡密无效',
  ...change,
});

const answer = (status: string) =>
  reply({
    refund_id: '50000000382019052709732678859',
    out_refund_no: A_REFUND_NUMBER,
    out_trade_no: AN_ORDER_NUMBER,
    status,
    amount: { total: 1000, refund: 300, currency: 'CNY' },
  });

const NO_REFUND = refusal('RESOURCE_NOT_EXISTS', '', { status: 404 });

test('a refund is asked about first, then ordered with all that WeChat Pay wants to know', async () => {
  const http = scriptedHttp(NO_REFUND, answer('PROCESSING'));
  expect(await refund(aContext({ http }), aRefund())).toEqual({
    kind: 'pending',
    providerReference: '50000000382019052709732678859',
  });
  expect(http.requests.map(({ method, url }) => `${method} ${url}`)).toEqual([
    `GET https://api.mch.weixin.qq.com/v3/refund/domestic/refunds/${A_REFUND_NUMBER}`,
    'POST https://api.mch.weixin.qq.com/v3/refund/domestic/refunds',
  ]);
  expect(JSON.parse(http.requests[1]?.body ?? '')).toEqual({
    out_trade_no: AN_ORDER_NUMBER,
    out_refund_no: A_REFUND_NUMBER,
    reason: '卡密无效',
    notify_url: expect.stringMatching(/^https:\/\/[^?]+$/),
    amount: { refund: 300, total: 1000, currency: 'CNY' },
  });
});

test('a service provider names the sub-merchant', async () => {
  const http = scriptedHttp(NO_REFUND, answer('SUCCESS'));
  await refund(aContext({ http, config: PARTNER_CONFIG }), aRefund());
  expect(http.requests[0]?.url).toMatch(/\?sub_mchid=1900000109$/);
  expect(JSON.parse(http.requests[1]?.body ?? '')).toMatchObject({ sub_mchid: '1900000109' });
});

test('an earlier refund under the number is not ordered again', async () => {
  const http = scriptedHttp(answer('SUCCESS'));
  expect(await refund(aContext({ http }), aRefund())).toMatchObject({ kind: 'succeeded' });
  expect(http.requests).toHaveLength(1);
});

test('a long reason is cut to 80 bytes between characters; a blank one is left out', async () => {
  const reasons = await Promise.all(
    ['退'.repeat(40), ' '].map(async (reason) => {
      const http = scriptedHttp(NO_REFUND, answer('SUCCESS'));
      await refund(aContext({ http }), aRefund({ reason }));
      return JSON.parse(http.requests[1]?.body ?? '').reason;
    }),
  );
  expect(reasons).toEqual(['退'.repeat(26), undefined]);
});

test('ABNORMAL tells a person what to do, and not to refund again', async () => {
  const outcome = await refund(aContext({ http: scriptedHttp(answer('ABNORMAL')) }), aRefund());
  expect(outcome).toMatchObject({
    kind: 'unknown',
    detail: expect.stringMatching(/Do not refund again.*退款异常处理/),
    personActs: true,
  });
});

test('when the order could not be sent, the same refund may be sent again', async () => {
  const http = scriptedHttp(NO_REFUND, NOT_CONNECTED);
  expect(await refund(aContext({ http }), aRefund())).toMatchObject({
    kind: 'did_not_happen',
    transient: true,
  });
});

const APPLICATION =
  'https://api.mch.weixin.qq.com/v3/refund/domestic/refunds/50000000382019052709732678859/apply-abnormal-refund';

test('an abnormal refund goes to the merchant’s own account when a person says so', async () => {
  const http = scriptedHttp(answer('ABNORMAL'), answer('PROCESSING'));
  const outcome = await refund(aContext({ http }), aRefund({ receiver: { kind: 'merchant' } }));
  expect(outcome.kind).toBe('pending');
  expect(http.requests[1]).toMatchObject({ method: 'POST', url: APPLICATION });
  expect(JSON.parse(http.requests[1]?.body ?? '')).toEqual({
    out_refund_no: A_REFUND_NUMBER,
    type: 'MERCHANT_BANK_CARD',
  });
});

test.each(['PROCESSING', 'SUCCESS', 'CLOSED'])(
  'a refund that is %s goes nowhere else, whatever was said before',
  async (status) => {
    const http = scriptedHttp(answer(status));
    await refund(aContext({ http }), aRefund({ receiver: { kind: 'merchant' } }));
    expect(http.requests).toHaveLength(1);
  },
);

const RECEIVER = {
  kind: 'buyer',
  bank: 'ICBC_DEBIT',
  account: '6222020000000000000',
  name: '张三',
} as const;

test('an abnormal refund to another account of the buyer names it for WeChat Pay’s eyes only', async () => {
  const http = scriptedHttp(answer('ABNORMAL'), answer('PROCESSING'));
  await refund(aContext({ http }), aRefund({ receiver: RECEIVER }));
  const body = JSON.parse(http.requests[1]?.body ?? '');
  const opened = [body.bank_account, body.real_name].map((text) =>
    privateDecrypt(
      { key: PLATFORM.privateKey, padding: constants.RSA_PKCS1_OAEP_PADDING },
      Buffer.from(text, 'base64'),
    ).toString(),
  );
  expect(opened).toEqual(['6222020000000000000', '张三']);
  expect(body).toMatchObject({ type: 'USER_BANK_CARD', bank_type: 'ICBC_DEBIT' });
  expect(http.requests[1]?.headers).toHaveProperty('wechatpay-serial');
});
