import { createSign } from 'node:crypto';
import { expect, test } from 'vitest';
import { signedReply } from '#infra/local/providers/alipay/signature.ts';
import { call } from '#shared/channels/alipay/client.ts';
import { close } from '#shared/channels/alipay/close.ts';
import { query } from '#shared/channels/alipay/query.ts';
import type { PaymentReference } from '#shared/channels/channel.ts';
import { AN_ORDER_NUMBER, NOW } from '#test/channels/conformance/contexts.ts';
import { replyText, scriptedHttp } from '#test/channels/support/scripted-http.ts';
import { anAlipayContext, anOrder } from './contexts.ts';
import {
  ALIPAY,
  CERTIFIED_ALIPAY,
  done,
  ISV_CONFIG,
  ISV_CREDENTIALS,
  NEXT_ALIPAY,
  refused,
  STRANGER,
  signerFor,
} from './provider-side.ts';

const QUERY = 'alipay.trade.query';
const NODE = 'alipay_trade_query_response';
const { orderNumber, amount, method, device, createdAt, expiresAt } = anOrder();
const payment: PaymentReference = {
  orderNumber,
  amount,
  method,
  device,
  createdAt,
  expiresAt,
};
const PAID = {
  code: '10000',
  msg: 'Success',
  out_trade_no: AN_ORDER_NUMBER,
  trade_status: 'TRADE_SUCCESS',
  total_amount: '10.00',
};

const signatureOf = (text: string): string =>
  createSign('RSA-SHA256').update(text).sign(ALIPAY.privateKey, 'base64');

const replied = (body: string) =>
  query(anAlipayContext({ http: scriptedHttp(replyText(body)) }), payment);

test('the signature is over the node’s own text: blanks, order and escapes as they came', async () => {
  const node = `{ "trade_status":"TRADE_SUCCESS",\n"total_amount" : "10.00","out_trade_no":"${AN_ORDER_NUMBER}","store":"\\u5e97 {\\"sign\\":1}", "code":"10000","list":[{"a":"}"}]}`;
  const body = `{"sign":"${signatureOf(node)}" , "${NODE}" : ${node}}`;
  expect(await replied(body)).toMatchObject({ kind: 'found', status: 'succeeded' });
  expect((await replied(body.replace('"10.00"', '"1.00"'))).kind).toBe('unknown');
  expect((await replied(body.replace(' "code"', '"code"'))).kind).toBe('unknown');
});

test('a reply that was signed before its slashes were escaped is believed', async () => {
  const text = JSON.stringify({ ...PAID, link: 'https://x/y' });
  const body = `{"${NODE}":${text.replaceAll('/', '\\/')},"sign":"${signatureOf(text)}"}`;
  expect((await replied(body)).kind).toBe('found');
});

test('two nodes of a name, or a success in the node of errors, are no reply', async () => {
  const text = JSON.stringify(PAID);
  const sign = signatureOf(text);
  expect((await replied(`{"${NODE}":{},"${NODE}":${text},"sign":"${sign}"}`)).kind).toBe('unknown');
  expect((await replied(`{"error_response":${text},"sign":"${sign}"}`)).kind).toBe('unknown');
  expect((await replied(`{"alipay_trade_refund_response":${text},"sign":"${sign}"}`)).kind).toBe(
    'unknown',
  );
});

test('the gateway’s own errors come in a node of their own', async () => {
  const body =
    '{"error_response":{"code":"40002","sub_code":"isv.invalid-app-id","sub_msg":"无效的AppID参数"}}';
  expect(await replied(body)).toMatchObject({ kind: 'unknown', reason: 'invalid_credentials' });
});

test('what Alipay repeats of our parameters stays out of what is said of a refusal', async () => {
  const token = ISV_CREDENTIALS.appAuthToken;
  const message = `验签出错，网关生成的验签字符串为：app_auth_token=${token}&amp;app_id=1`;
  const http = scriptedHttp(
    replyText(
      JSON.stringify({
        [NODE]: { code: '40002', sub_code: 'isv.invalid-signature', sub_msg: message },
      }),
    ),
  );
  const context = anAlipayContext({ config: ISV_CONFIG, credentials: ISV_CREDENTIALS, http });
  const outcome = await query(context, payment);
  expect(outcome).toMatchObject({
    kind: 'unknown',
    reason: 'invalid_credentials',
    detail: 'isv.invalid-signature: 验签出错，网关生成的验签字符串为：',
  });
});

test('a signature of somebody else makes the entered key the suspect', async () => {
  const body = signedReply(NODE, PAID, { privateKey: STRANGER.privateKey });
  expect(await replied(body)).toMatchObject({ kind: 'unknown', reason: 'invalid_credentials' });
});

test('a new certificate of Alipay’s is named, and believed when it is entered beside the old one', async () => {
  const { certificateNumber } = signerFor(ISV_CONFIG) as { certificateNumber: string };
  const signed = signedReply(NODE, PAID, {
    privateKey: CERTIFIED_ALIPAY.privateKey,
    certificateNumber,
  });
  const ask = (alipayCertificate: string) =>
    query(
      anAlipayContext({
        config: ISV_CONFIG,
        credentials: { ...ISV_CREDENTIALS, alipayCertificate },
        http: scriptedHttp(replyText(signed)),
      }),
      payment,
    );
  expect(await ask(NEXT_ALIPAY.certificate)).toMatchObject({
    kind: 'unknown',
    detail: expect.stringContaining(certificateNumber),
  });
  expect((await ask(NEXT_ALIPAY.certificate + CERTIFIED_ALIPAY.certificate)).kind).toBe('found');
});

test.each([429, 403])('HTTP %i never reached Alipay’s program', async (status) => {
  const http = scriptedHttp(replyText('no', status));
  const reply = await call(anAlipayContext({ http }), { method: QUERY, content: {} });
  expect(reply.kind).toBe('turned_away');
});

test('what nobody opened is closed once nobody can open it any more', async () => {
  const at = (seconds: number) =>
    close(
      anAlipayContext({
        now: new Date(expiresAt.getTime() + seconds * 1000),
        http: scriptedHttp(refused('alipay.trade.close', 'ACQ.TRADE_NOT_EXIST')),
      }),
      payment,
    );
  expect((await at(0)).kind).toBe('unknown');
  expect((await at(61)).kind).toBe('closed');
});

test('a close that another order answers closes nothing', async () => {
  const http = scriptedHttp(done('alipay.trade.close', { out_trade_no: 'other' }));
  expect((await close(anAlipayContext({ http, now: NOW }), payment)).kind).toBe('unknown');
});
