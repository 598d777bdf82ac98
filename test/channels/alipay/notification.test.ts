import { createSign } from 'node:crypto';
import { expect, test } from 'vitest';
import { numberOf, signedNotification } from '#infra/local/providers/alipay/signature.ts';
import type { RawCallback } from '#shared/application/ports/channel-port.ts';
import { notification } from '#shared/channels/alipay/notification.ts';
import { A_REFUND_NUMBER, AN_ATTEMPT_ID } from '#test/channels/conformance/contexts.ts';
import { anAlipayContext } from './contexts.ts';
import {
  ALIPAY,
  CERTIFIED_ALIPAY,
  CONFIG,
  ISV_CONFIG,
  ISV_CREDENTIALS,
  NEXT_ALIPAY,
  notified,
  posted,
  tradeFields,
} from './provider-side.ts';

const isv = { config: ISV_CONFIG, credentials: ISV_CREDENTIALS };

test.each(['%', '%zz', '%E4%BD', '100%'])(
  'a stray %o in a body is refused, not a crash',
  async (text) => {
    const body = Buffer.from(`subject=${text}&sign=${text}&app_id=%`);
    const callback: RawCallback = { httpMethod: 'POST', headers: {}, query: '', body };
    expect((await notification(anAlipayContext(), callback)).kind).toBe('rejected');
  },
);

test('a genuine value may hold a percent sign and a plus', async () => {
  const callback = notified(CONFIG, { subject: '100% + 5 %2B %' });
  expect(await notification(anAlipayContext(), callback)).toMatchObject({ kind: 'verified' });
});

test('several refunds of a trade are told apart by their numbers, and none names a sum as its amount', async () => {
  const refund = (fields: Record<string, string>) =>
    notification(
      anAlipayContext(),
      notified(CONFIG, { gmt_refund: '2026-11-02 10:00:00.123', ...fields }),
    );
  const ours = await refund({ refund_fee: '4.00', out_biz_no: A_REFUND_NUMBER });
  expect(ours).toMatchObject({
    notification: { kind: 'refund', refundId: `ref_${A_REFUND_NUMBER}`, attemptId: AN_ATTEMPT_ID },
  });
  expect(ours).not.toHaveProperty('notification.amount');
  const console1 = await refund({ refund_fee: '6.00', out_biz_no: 'console-1' });
  const console2 = await refund({ refund_fee: '7.00', out_biz_no: 'console-2' });
  expect(console1).toMatchObject({ notification: { providerReference: 'console-1' } });
  expect(console2).toMatchObject({ notification: { providerReference: 'console-2' } });
  const unnamed = await refund({ refund_fee: '7.00', out_biz_no: '' });
  expect(unnamed).toMatchObject({
    notification: { kind: 'refund', providerReference: expect.stringContaining('2026-11-02') },
  });
});

test.each<Record<string, string>>([{ refund_fee: '0.01' }, { gmt_refund: '2026-11-02 10:00:00' }])(
  'either sign of a refund is enough: %o is no payment',
  async (fields) => {
    const outcome = await notification(anAlipayContext(), notified(CONFIG, fields));
    expect(outcome).toMatchObject({ notification: { kind: 'refund', status: 'succeeded' } });
  },
);

test('a refund in a state that nobody knows is unknown', async () => {
  const outcome = await notification(
    anAlipayContext(),
    notified(CONFIG, { refund_fee: '1.00', trade_status: 'TRADE_PENDING' }),
  );
  expect(outcome).toMatchObject({ notification: { kind: 'refund', status: 'unknown' } });
});

test.each([
  ['another app', { app_id: '2021000100000099' }],
  ['another merchant of the app', { auth_app_id: '2021000100000099' }],
  ['nobody in particular', { auth_app_id: '' }],
  ['another seller', { seller_id: '2088100000000099' }],
  ['no seller', { seller_id: '' }],
])('a service provider believes nothing that is for %s', async (_, fields) => {
  const outcome = await notification(anAlipayContext(isv), notified(ISV_CONFIG, fields));
  expect(outcome).toMatchObject({ kind: 'rejected', reason: 'wrong_account' });
});

test('a merchant’s own app need not be named twice', async () => {
  const { auth_app_id: _, ...fields } = tradeFields(CONFIG);
  const callback = posted(signedNotification(fields, ALIPAY.privateKey));
  expect((await notification(anAlipayContext(), callback)).kind).toBe('verified');
});

test('a value that could be read as another field is refused although its signature is right', async () => {
  const callback = notified(CONFIG, { body: 'x&total_amount=0.01' });
  expect(await notification(anAlipayContext(), callback)).toMatchObject({ reason: 'malformed' });
});

test('SHA-1 signatures are not taken, whatever the message says they are', async () => {
  const fields = tradeFields(CONFIG);
  const text = Object.keys(fields)
    .sort()
    .map((name) => `${name}=${fields[name]}`)
    .join('&');
  const sign = createSign('RSA-SHA1').update(text).sign(ALIPAY.privateKey, 'base64');
  for (const type of ['RSA', 'RSA2', ''])
    expect(
      await notification(anAlipayContext(), posted({ ...fields, sign, sign_type: type })),
    ).toMatchObject({ reason: 'signature_invalid' });
});

test('an empty field may be signed or not', async () => {
  const fields = { ...tradeFields(CONFIG), point_amount: '' };
  const without = signedNotification(fields, ALIPAY.privateKey);
  expect((await notification(anAlipayContext(), posted(without))).kind).toBe('verified');
  const text = Object.keys(fields)
    .sort()
    .map((name) => `${name}=${(fields as Record<string, string>)[name]}`)
    .join('&');
  const sign = createSign('RSA-SHA256').update(text).sign(ALIPAY.privateKey, 'base64');
  expect((await notification(anAlipayContext(), posted({ ...fields, sign }))).kind).toBe(
    'verified',
  );
});

test('while Alipay changes its certificate, both are believed, and a named one is the one', async () => {
  const credentials = {
    ...ISV_CREDENTIALS,
    alipayCertificate: CERTIFIED_ALIPAY.certificate + NEXT_ALIPAY.certificate,
  };
  const judge = (named: string, privateKey: string) =>
    notification(
      anAlipayContext({ config: ISV_CONFIG, credentials }),
      posted(signedNotification({ ...tradeFields(ISV_CONFIG), alipay_cert_sn: named }, privateKey)),
    );
  const next = numberOf(NEXT_ALIPAY.certificate);
  expect((await judge('', NEXT_ALIPAY.privateKey)).kind).toBe('verified');
  expect((await judge(next, NEXT_ALIPAY.privateKey)).kind).toBe('verified');
  expect((await judge(next, CERTIFIED_ALIPAY.privateKey)).kind).toBe('rejected');
});

test('a GET is none', async () => {
  const { body } = notified(CONFIG);
  const callback = {
    httpMethod: 'GET',
    headers: {},
    query: body.toString(),
    body: Buffer.alloc(0),
  };
  expect(await notification(anAlipayContext(), callback)).toMatchObject({ reason: 'malformed' });
});
