import { createHash, verify, X509Certificate } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { create } from '#shared/channels/unionpay/create.ts';
import { replyFields } from '#shared/channels/unionpay/reply-fields.ts';
import { AN_ORDER_NUMBER } from '#test/channels/conformance/contexts.ts';
import { unionpayContext, unionpayPayment } from './contexts.ts';
import { CONFIG, MER_ID, MERCHANT, TOKEN_CONFIG, type WireFields } from './provider-side.ts';

const formOf = async (
  config: typeof CONFIG,
  change: Parameters<typeof unionpayPayment>[1] = {},
  mode: 'test' | 'live' = 'test',
) => {
  const outcome = await create(unionpayContext(config, { mode }), unionpayPayment(config, change));
  if (outcome.kind !== 'happened' || outcome.nextAction.kind !== 'form') throw new Error('no form');
  return outcome.nextAction;
};

const isSignedByMerchant = ({ signature = '', ...fields }: WireFields): boolean => {
  const text = Object.keys(fields)
    .sort()
    .map((name) => `${name}=${fields[name]}`)
    .join('&');
  const digest = createHash('sha256').update(text).digest('hex');
  const { publicKey } = new X509Certificate(MERCHANT.certificate);
  return verify('sha256', Buffer.from(digest), publicKey, Buffer.from(signature, 'base64'));
};

describe('the form to UnionPay', () => {
  test('a payment on its page: our number, Beijing time, fen, and the merchant’s signature', async () => {
    const { action, method, fields } = await formOf(CONFIG);
    expect([action, method]).toEqual([
      'https://gateway.test.95516.com/gateway/api/frontTransReq.do',
      'POST',
    ]);
    const { signature, ...unsigned } = fields;
    expect(unsigned).toEqual({
      version: '5.1.0',
      encoding: 'UTF-8',
      signMethod: '01',
      // 0x40fae12d55
      certId: '279086968149',
      accessType: '0',
      merId: MER_ID,
      bizType: '000201',
      channelType: '07',
      txnType: '01',
      txnSubType: '01',
      orderId: AN_ORDER_NUMBER,
      txnTime: '20261101200000',
      payTimeout: '20261101201500',
      txnAmt: '1000',
      currencyCode: '156',
      frontUrl: 'https://shop.example.com/checkout/abc/return',
      backUrl: 'https://callbacks.example.com/callbacks/unionpay/ch_01k9gfm0c8e4ravxk1q3j7zw99',
    });
    expect(signature).toBeDefined();
    expect(isSignedByMerchant(fields)).toBe(true);
  });

  test('a phone, a chosen bank, a platform’s merchant, the live gateway', async () => {
    const config = {
      ...CONFIG,
      subMerchant: { id: 'SUB00001', name: '一家卡密店', abbreviation: '卡密店' },
    };
    const { action, fields } = await formOf(config, { device: 'mobile', bank: 'ICBC' }, 'live');
    expect(action).toBe('https://gateway.95516.com/gateway/api/frontTransReq.do');
    expect(fields).toMatchObject({
      channelType: '08',
      issInsCode: 'ICBC',
      accessType: '2',
      subMerId: 'SUB00001',
      subMerName: '一家卡密店',
      subMerAbbr: '卡密店',
    });
    expect(isSignedByMerchant(fields)).toBe(true);
  });

  test('opening a card has a number of its own and no amount, and no card number comes by here', async () => {
    const { fields } = await formOf(TOKEN_CONFIG);
    expect(fields).toMatchObject({
      bizType: '000902',
      txnType: '79',
      txnSubType: '00',
      orderId: `${AN_ORDER_NUMBER}open`,
      tokenPayData: '{trId=62000000001&tokenType=01}',
    });
    for (const name of ['txnAmt', 'accNo', 'customerInfo']) expect(fields).not.toHaveProperty(name);
    expect(isSignedByMerchant(fields)).toBe(true);
  });

  test('a key that cannot sign makes no form', async () => {
    const credentials = { merchantPrivateKey: 'x', merchantCertificate: 'x' };
    const outcome = await create(unionpayContext(CONFIG, { credentials }), unionpayPayment(CONFIG));
    expect(outcome).toMatchObject({ kind: 'did_not_happen', reason: 'invalid_credentials' });
  });
});

describe('replies', () => {
  const read = (body: string) => {
    const fields = replyFields(body);
    return fields.kind === 'fields' ? Object.fromEntries(fields.fields) : fields.detail;
  };

  test('nothing is decoded, and an & inside brackets belongs to the value', () => {
    expect(read('a=1+2%3D&tokenPayData={token=6&trId=7}&respMsg=成功[00&00]&b=x=')).toEqual({
      a: '1+2%3D',
      tokenPayData: '{token=6&trId=7}',
      respMsg: '成功[00&00]',
      b: 'x=',
    });
    expect(read('a=-----BEGIN\r\nMII+/=\r\n-----END&b=')).toEqual({
      a: '-----BEGIN\r\nMII+/=\r\n-----END',
      b: '',
    });
    expect(read('a=1&b={never closed&c=2')).toEqual({ a: '1', b: '{never closed&c=2' });
  });

  test.each(['', '<html>', 'a', '=1', 'a=1&a=2', 'a=1&&b=2', '{"a":1}'])('%o is none', (body) => {
    expect(typeof read(body)).toBe('string');
  });
});
