import { describe, expect, test } from 'vitest';
import { rsaMatches } from '#infra/local/providers/epay/signature.ts';
import type { QueryOutcome } from '#shared/application/ports/channel-port.ts';
import { query } from '#shared/channels/epay/query.ts';
import { money } from '#shared/domain/money/money.ts';
import {
  aCreateRequest,
  anEpayContext,
  ORDER_NUMBER,
} from '#test/channels/support/epay-context.ts';
import { KEY, MERCHANT, type Protocol, signedByGateway } from '#test/channels/support/epay-wire.ts';
import { replyJson, scriptedHttp } from '#test/channels/support/scripted-http.ts';

const PAYMENT = aCreateRequest();
const FOUND = {
  code: '1',
  msg: 'succ',
  trade_no: '20261101120000000001',
  out_trade_no: ORDER_NUMBER,
  pid: '1001',
  money: '10.00',
  status: '1',
};

const ask = (reply: object, protocol: Protocol = 'v1'): Promise<QueryOutcome> =>
  query(anEpayContext({ protocol }, scriptedHttp(replyJson(reply))), PAYMENT);

test('v1 asks api.php with the key in the URL, v2 posts a signed form', async () => {
  const v1 = scriptedHttp(replyJson(FOUND));
  await query(anEpayContext({}, v1), PAYMENT);
  expect(v1.requests[0]?.url).toBe(
    `https://pay.example.com/epay/api.php?act=order&pid=1001&key=${KEY}&out_trade_no=${ORDER_NUMBER}`,
  );
  const v2 = scriptedHttp(replyJson(FOUND));
  await query(anEpayContext({ protocol: 'v2' }, v2), PAYMENT);
  expect(v2.requests[0]?.url).toBe('https://pay.example.com/epay/api/pay/query');
  const form = Object.fromEntries(new URLSearchParams(v2.requests[0]?.body));
  expect(form).toMatchObject({ out_trade_no: ORDER_NUMBER, timestamp: '1793534400' });
  expect(rsaMatches(form, MERCHANT.publicKey)).toBe(true);
});

test.each([
  ['0', 'pending'],
  ['1', 'succeeded'],
  ['2', 'unknown'],
  ['3', 'unknown'],
  ['4', 'pending'],
  ['9', 'unknown'],
  ['toString', 'unknown'],
])('status %s is %s', async (word, status) => {
  expect(await ask({ ...FOUND, status: word })).toEqual({
    kind: 'found',
    status,
    providerStatus: word,
    amount: money('CNY', 1000),
    providerReference: '20261101120000000001',
  });
});

test.each([
  ['10', 1000n],
  ['10.0000', 1000n],
  ['0.1', 10n],
])('money %s is read exactly, as text and as number', async (spelling, minor) => {
  const amount = { currency: 'CNY', minor };
  expect(await ask({ ...FOUND, money: spelling })).toMatchObject({ amount });
  expect(await ask({ ...FOUND, money: Number(spelling) })).toMatchObject({ amount });
});

describe('is not found only when the gateway says so of the order', () => {
  test.each(['订单号不存在', '当前订单不存在！', 'Order not found'])('%s', async (msg) => {
    expect((await ask({ code: -1, msg })).kind).toBe('not_found');
  });

  test.each(['商户ID不存在', '商户密钥错误', 'No Act!', ''])('not: %o', async (msg) => {
    expect((await ask({ code: -3, msg })).kind).toBe('unknown');
  });
});

test('an answer about another order or another account is unknown', async () => {
  expect((await ask({ ...FOUND, out_trade_no: '01k9gfm0c8e4ravxk1q3j7zw02' })).kind).toBe(
    'unknown',
  );
  expect((await ask({ ...FOUND, pid: 1002 })).kind).toBe('unknown');
});

test.each(['0', '1'])('v2 believes code %s only with the gateway’s signature', async (code) => {
  const fields = { ...FOUND, code };
  const signed = signedByGateway(fields, 'v2');
  expect(await ask(signed, 'v2')).toMatchObject({ kind: 'found', status: 'succeeded' });
  expect((await ask(fields, 'v2')).kind).toBe('unknown');
  expect((await ask({ ...signed, status: '0' }, 'v2')).kind).toBe('unknown');
});
