import { describe, expect, test } from 'vitest';
import type { NotificationOutcome, RawCallback } from '#shared/application/ports/channel-port.ts';
import { notification } from '#shared/channels/epay/notification.ts';
import { anEpayContext, ORDER_NUMBER } from '#test/channels/support/epay-context.ts';
import {
  carried,
  gatewaySign,
  KEY,
  MERCHANT,
  type Protocol,
  signedByGateway,
} from '#test/channels/support/epay-wire.ts';

const PAID = {
  pid: '1001',
  trade_no: '20261101120000000001',
  out_trade_no: ORDER_NUMBER,
  type: 'alipay',
  name: 'product',
  money: '10',
  trade_status: 'TRADE_SUCCESS',
};

const judge = (callback: RawCallback, protocol: Protocol = 'v1'): Promise<NotificationOutcome> =>
  notification(anEpayContext({ protocol }), callback);

const reason = async (judged: Promise<NotificationOutcome>): Promise<string> => {
  const outcome = await judged;
  return outcome.kind === 'rejected' ? outcome.reason : outcome.kind;
};

describe('the configuration picks the algorithm, never the message', () => {
  test('a v2 account refuses MD5, also when the v1 key is stored beside', async () => {
    const md5 = carried(signedByGateway(PAID, 'v1'), 'GET');
    expect(await reason(judge(md5, 'v2'))).toBe('signature_invalid');
    const unnamed = carried({ ...PAID, sign: gatewaySign(PAID, 'v1') }, 'GET');
    expect(await reason(judge(unnamed, 'v2'))).toBe('signature_invalid');
  });

  test('a v1 account refuses RSA', async () => {
    expect(await reason(judge(carried(signedByGateway(PAID, 'v2'), 'GET')))).toBe(
      'signature_invalid',
    );
  });

  test.each(['RSA', 'SHA256WithRSA', ''])('v2 takes the sign_type %o', async (signType) => {
    const fields = { ...PAID, timestamp: '1', sign_type: signType };
    const callback = carried({ ...fields, sign: gatewaySign(fields, 'v2') }, 'POST form');
    expect(await reason(judge(callback, 'v2'))).toBe('verified');
  });

  test('the merchant’s own public key in place of the gateway’s believes nobody', async () => {
    const context = anEpayContext({ protocol: 'v2' });
    const credentials = { ...context.credentials, platformPublicKey: MERCHANT.publicKey };
    const callback = carried(signedByGateway(PAID, 'v2'), 'GET');
    expect(await reason(notification({ ...context, credentials }, callback))).toBe(
      'signature_invalid',
    );
  });
});

test('a value that could be read as another field is refused: its signature would fit both readings', async () => {
  const honest = { ...PAID, name: `x&out_trade_no=01k9gfm0c8e4ravxk1q3j7zw02&out_trade_z=y` };
  expect(await reason(judge(carried(signedByGateway(honest, 'v1'), 'GET')))).toBe('malformed');
  // The same signature over the other reading: an order that was not paid.
  const forged = {
    ...PAID,
    name: 'x',
    out_trade_no: '01k9gfm0c8e4ravxk1q3j7zw02',
    out_trade_z: `y&out_trade_no=${ORDER_NUMBER}`,
  };
  expect(gatewaySign(forged, 'v1')).toBe(gatewaySign(honest, 'v1'));
  expect(await reason(judge(carried({ ...forged, sign: gatewaySign(honest, 'v1') }, 'GET')))).toBe(
    'malformed',
  );
});

test('a form is decoded once: "+" is a space, "%2B" a plus, a stray "%" itself', async () => {
  const sign = gatewaySign({ ...PAID, name: 'a b+c 100%' }, 'v1');
  const query = new URLSearchParams(PAID).toString().replace('name=product', 'name=a+b%2Bc+100%');
  const callback = carried({}, 'GET');
  expect(await reason(judge({ ...callback, query: `${query}&sign=${sign}` }))).toBe('verified');
  const twice = query.replace('%2B', '%252B');
  expect(await reason(judge({ ...callback, query: `${twice}&sign=${sign}` }))).toBe(
    'signature_invalid',
  );
});

test('JSON numbers are signed as they are spelt', async () => {
  const fields = { ...PAID, money: '10.0000' };
  const body = Buffer.from(
    JSON.stringify({ ...fields, sign: gatewaySign(fields, 'v1'), sign_type: 'MD5' })
      .replace('"10.0000"', '10.0000')
      .replace('"1001"', '1001'),
  );
  const callback = { httpMethod: 'POST', headers: {}, query: '', body };
  expect(await judge(callback)).toMatchObject({ notification: { amount: { minor: 1000n } } });
});

test.each([
  ['a form labelled JSON', 'application/json', 'POST form'],
  ['JSON labelled form', 'application/x-www-form-urlencoded', 'POST JSON'],
] as const)('reads %s', async (_, contentType, carrier) => {
  const callback = carried(signedByGateway(PAID, 'v1'), carrier);
  const mislabelled = { ...callback, headers: { 'content-type': contentType } };
  expect(await reason(judge(mislabelled))).toBe('verified');
});

test('a POST without a body is read from its query, a GET only from its query', async () => {
  const genuine = carried(signedByGateway(PAID, 'v1'), 'GET');
  expect(await reason(judge({ ...genuine, httpMethod: 'POST' }))).toBe('verified');
  const { body } = carried(signedByGateway(PAID, 'v1'), 'POST form');
  expect(await reason(judge({ ...genuine, query: '', body }))).toBe('signature_missing');
});

test.each([
  ['no order number', { out_trade_no: '' }],
  ['an order number with odd characters', { out_trade_no: 'a b' }],
  ['an endless order number', { out_trade_no: 'a'.repeat(65) }],
  ['a field name that no gateway uses', { 'a=b': 'c' }],
])('%s is malformed although it is signed', async (_, change) => {
  const fields = signedByGateway({ ...PAID, ...change }, 'v1');
  expect(await reason(judge(carried(fields, 'GET')))).toBe('malformed');
});

test('a wrong pid is another account’s, whatever its spelling', async () => {
  for (const pid of ['1002', '01001', '1001 ', '']) {
    const fields = signedByGateway({ ...PAID, pid }, 'v1');
    expect(await reason(judge(carried(fields, 'GET')))).toBe('wrong_account');
  }
});

test('hundreds of fields and deep nesting are refused cheaply', async () => {
  const many = Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`f${i}`, '1']));
  expect(await reason(judge(carried({ ...PAID, ...many, sign: 'x' }, 'GET')))).toBe('malformed');
  const deep = Buffer.from(`{"a":${'['.repeat(30_000)}${']'.repeat(30_000)}}`);
  const callback = { httpMethod: 'POST', headers: {}, query: '', body: deep };
  expect((await judge(callback)).kind).toBe('rejected');
});

test('the key is nowhere in what is said about a refusal', async () => {
  const outcome = judge(carried({ ...PAID, sign: 'x'.repeat(32) }, 'GET'));
  expect(JSON.stringify(outcome)).not.toContain(KEY);
});
