import { describe, expect, test } from 'vitest';
import { epay } from '#shared/channels/epay/index.ts';
import { KEY, MERCHANT, PLATFORM } from '#test/channels/support/epay-wire.ts';

const CONFIG = {
  gatewayUrl: 'https://pay.example.com/epay',
  pid: '1001',
  protocol: 'v1',
  accessMode: 'page',
};
const parses = (change: object): boolean =>
  epay.configSchema.safeParse({ ...CONFIG, ...change }).success;

describe('configuration', () => {
  test.each([
    'http://pay.example.com',
    'ftp://pay.example.com',
    'https://user:secret@pay.example.com',
    'https://pay.example.com/?a=1',
    'http://127.0.0.1.example.com',
    'pay.example.com',
    '',
  ])('refuses the gateway address %o', (gatewayUrl) => {
    expect(parses({ gatewayUrl })).toBe(false);
  });

  test.each(['http://127.0.0.1:4100', 'http://localhost:4100/', 'http://[::1]:4100'])(
    'takes plain http on loopback: %s',
    (gatewayUrl) => {
      expect(parses({ gatewayUrl })).toBe(true);
    },
  );

  test('takes other words for methods it knows, and no other methods', () => {
    expect(parses({ methodTypes: { unionpay: 'unionpay' } })).toBe(true);
    expect(parses({ methodTypes: { paypal: 'paypal' } })).toBe(false);
    expect(parses({ methodTypes: { alipay: 'a&b' } })).toBe(false);
  });
});

describe('credentials', () => {
  const problems = (protocol: string, credentials: object): string[] =>
    epay
      .problems({ ...CONFIG, protocol }, epay.credentialsSchema.parse(credentials))
      .map(({ param }) => param);

  test('a key is trimmed, and a short or blank one does not parse', () => {
    expect(epay.credentialsSchema.parse({ key: ` ${KEY}\n` })).toEqual({ key: KEY });
    for (const key of ['', '       ', '1234567']) {
      expect(epay.credentialsSchema.safeParse({ key }).success).toBe(false);
    }
  });

  test('the secrets of the configured protocol are needed, those of the other are allowed', () => {
    const rsa = {
      merchantPrivateKey: MERCHANT.privateKey,
      platformPublicKey: PLATFORM.publicKey,
    };
    expect(problems('v1', { key: KEY })).toEqual([]);
    expect(problems('v1', rsa)).toEqual(['credentials.key']);
    expect(problems('v2', { ...rsa, key: KEY })).toEqual([]);
    expect(problems('v2', { key: KEY })).toEqual([
      'credentials.merchantPrivateKey',
      'credentials.platformPublicKey',
    ]);
  });

  test("a merchant's own public key in place of the gateway's is noticed", () => {
    const mistaken = {
      merchantPrivateKey: MERCHANT.privateKey,
      platformPublicKey: MERCHANT.publicKey,
    };
    expect(problems('v2', mistaken)).toEqual(['credentials.platformPublicKey']);
  });
});
