import { createPrivateKey } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { md5Signature, rsaSignature, verifyMd5, verifyRsa } from '#shared/channels/epay/sign.ts';
import { bytesOf, type Fields, textOf } from '#shared/channels/wire/fields.ts';
import { readRsaKey } from '#shared/channels/wire/rsa-key.ts';
import { MERCHANT, PLATFORM } from '#test/channels/support/epay-wire.ts';

const KEY = '89unJUB8HZ54Hj7x4nUj56HN4nUzUJ8i';

const fields = (record: Record<string, string>): Fields =>
  new Map(Object.entries(record).map(([name, value]) => [name, bytesOf(value)]));

const PAID = {
  trade_status: 'TRADE_SUCCESS',
  type: 'alipay',
  pid: '1001',
  name: 'VIP会员',
  money: '10',
  out_trade_no: '01k00000000000000000000001',
  trade_no: '20261101120000000001',
  param: '',
  sign_type: 'MD5',
};

/** Made with OpenSSL 3 (`openssl genpkey`, `openssl dgst -sha256 -sign`), not with this code. */
const PUBLISHED_PUBLIC_KEY = `-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAmLn7+YyM1sqPOwCQ+Pk+
WjCtdwpx1yKK+q6bzbRCSa9s5Bm13/lyu9XBAsjxMtN756gtAR+zVpHcJj9WBzKO
8mTNuT20OLbiLuH8k/hMeSNvrzIBaOYpJLKYX5p5cNiLF+Fj6HDyehTk0j4wEtFv
HeOEIx2I6l429Bk2xhNVhr/B9LjU5CrDXJlyX/rQde2oNpOIJKUiEXDsiJlXMT9R
qlOVCAIS6sSmBrEfDyr3p4VvPNRxw5KDSSDRlQIwzGnKP8O61kI+EMP+b1ylmYJ9
y+XnGSQX37zpUMSjYue5D9uUOME08/GXSewae+QEFowm4Xfujg2WBNKbmdezbj8a
TQIDAQAB
-----END PUBLIC KEY-----`;
const PUBLISHED_SIGNATURE =
  'gGj2kQy4CVZL5aoO50A+lqw9b0UnHuo0BBnycg84Y0PZeKEmB10HI6DNx0VI5pK9agaTrQf49rsQ7SnrI83bpw+wLBLkrVPpD7/LY/N+bgRYD83lLeE3zAphH6rkuffuhv1Pm/uk9/duDmghjoFMaN06tMIoz4qewR6B+e4NvzfCB4hfSAXZ78Ar9cMQEU8LEtM/u9HaMwP03KlQCkkNHY/bdPwp15RFXzpam3GUyYa3HLJX0TMIUSpmxXamt9IxU+OP3O1oZR7rO8luYatMGI2Crqxx/qk4WkKM0WXv2nEKvnz6x7ZYsS+9J8xdykJkT3Oqdk6Fd/gHlWrJaip/pw==';

describe('v1: MD5', () => {
  test('signs sorted, unencoded fields with the key directly behind them', () => {
    // Computed with Python's hashlib over the text that the documents describe.
    expect(md5Signature(fields(PAID), KEY)).toBe('ad96a6bd9bb487e3acf9fc0a3d41fd0c');
  });

  test('signs the bytes of another charset as they are', () => {
    const name = Buffer.from('bbe1d4b1', 'hex').toString('latin1');
    const gbk = new Map([...fields(PAID), ['name', name]]);
    expect(md5Signature(gbk, KEY)).toBe('a5cb5998dd061e2d9218cffb456c179a');
  });

  test('leaves out the empty string, keeps "0"', () => {
    expect(md5Signature(fields({ b: '.', a: '0', c: '' }), 'secretkey')).toBe(
      '1ac12fac1d653875dcc426d67e2d201f',
    );
  });

  test('is not injective: two different messages can carry one signature', () => {
    const one = md5Signature(fields({ a: '1&b=2' }), 'secretkey');
    const other = md5Signature(fields({ a: '1', b: '2' }), 'secretkey');
    expect([one, other]).toEqual(Array(2).fill('b029e7c3888edde003ed06c551f14840'));
  });

  test('verifies its own signature only in lower case and only with a key', () => {
    const signature = md5Signature(fields(PAID), KEY);
    expect(verifyMd5(fields(PAID), KEY, signature)).toBe(true);
    expect(verifyMd5(fields(PAID), KEY, signature.toUpperCase())).toBe(false);
    expect(verifyMd5(fields(PAID), KEY, '')).toBe(false);
    for (const blank of ['', '   ']) {
      expect(verifyMd5(fields(PAID), blank, md5Signature(fields(PAID), blank))).toBe(false);
    }
  });

  test('a digest that is "0e…" and digits equals only itself', () => {
    expect(verifyMd5(fields(PAID), KEY, `0e${'1'.repeat(30)}`)).toBe(false);
  });
});

describe('v2: SHA256withRSA', () => {
  const publicKey = readRsaKey(PUBLISHED_PUBLIC_KEY, 'public');
  const paid = fields({ ...PAID, timestamp: '1793534400', sign_type: 'RSA' });

  test('verifies what OpenSSL signed', () => {
    expect(publicKey && verifyRsa(paid, publicKey, PUBLISHED_SIGNATURE)).toBe(true);
  });

  test('takes a signature whose "+" a gateway forgot to encode, and no other spelling', () => {
    if (!publicKey) throw new Error('the key must read');
    const verify = (signature: string): boolean => verifyRsa(paid, publicKey, signature);
    expect(verify(PUBLISHED_SIGNATURE.replaceAll('+', ' '))).toBe(true);
    expect(verify(PUBLISHED_SIGNATURE.replace('==', ''))).toBe(false);
    expect(verify(`${PUBLISHED_SIGNATURE}!`)).toBe(false);
    expect(verify('')).toBe(false);
  });

  test('calls a value of white space empty, as the reference SDK does', () => {
    const key = createPrivateKey(PLATFORM.privateKey);
    expect(rsaSignature(fields({ a: '1', b: ' \t' }), key)).toBe(
      rsaSignature(fields({ a: '1' }), key),
    );
  });
});

describe('RSA keys', () => {
  const bare = (pem: string): string => pem.replace(/-----[^-]+-----/g, '').replace(/\s/g, '');
  const pkcs1 = createPrivateKey(MERCHANT.privateKey)
    .export({ type: 'pkcs1', format: 'der' })
    .toString('base64');

  test.each([
    ['PEM', MERCHANT.privateKey],
    ['PEM with written-out line ends', MERCHANT.privateKey.replaceAll('\n', '\\n')],
    ['bare base64', bare(MERCHANT.privateKey)],
    ['bare base64 of PKCS#1', pkcs1],
  ])('reads a private key as %s', (_, text) => {
    const key = readRsaKey(text, 'private');
    expect(key?.equals(createPrivateKey(MERCHANT.privateKey))).toBe(true);
  });

  test('reads a public key as PEM and as bare base64', () => {
    expect(readRsaKey(MERCHANT.publicKey, 'public')?.type).toBe('public');
    expect(readRsaKey(bare(MERCHANT.publicKey), 'public')?.type).toBe('public');
  });

  test('refuses nonsense and a private key in the public field', () => {
    expect(readRsaKey('not a key', 'public')).toBeUndefined();
    expect(readRsaKey('', 'private')).toBeUndefined();
    expect(readRsaKey(MERCHANT.privateKey, 'public')).toBeUndefined();
    expect(readRsaKey(bare(MERCHANT.privateKey), 'public')).toBeUndefined();
    expect(readRsaKey(MERCHANT.publicKey, 'private')).toBeUndefined();
  });
});

test('byte strings lead back to their text', () => {
  expect(textOf(bytesOf('会员 🎫 é'))).toBe('会员 🎫 é');
});
