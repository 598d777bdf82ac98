import { describe, expect, test } from 'vitest';
import type { UnionpayConfig, UnionpayCredentials } from '#shared/channels/unionpay/config.ts';
import { unionpay } from '#shared/channels/unionpay/index.ts';
import {
  CONFIG,
  CREDENTIALS,
  KEY_CONFIG,
  MERCHANT,
  SIGNER,
  STRANGER,
  TOKEN_CONFIG,
} from './provider-side.ts';

const params = (config: UnionpayConfig, credentials: UnionpayCredentials) =>
  unionpay.problems(config, credentials).map(({ param }) => param);

describe('what a merchant must correct', () => {
  test.each<[string, UnionpayConfig, UnionpayCredentials, string[]]>([
    ['nothing', CONFIG, CREDENTIALS, []],
    [
      'all certificates are missing',
      CONFIG,
      {},
      [
        'credentials.merchantPrivateKey',
        'credentials.merchantCertificate',
        'credentials.trustedCertificates',
      ],
    ],
    [
      'the certificate is not the key’s',
      CONFIG,
      { ...CREDENTIALS, merchantCertificate: SIGNER.certificate },
      ['credentials.merchantCertificate'],
    ],
    [
      'the own certificate is to vouch for UnionPay',
      CONFIG,
      { ...CREDENTIALS, trustedCertificates: MERCHANT.certificate },
      ['credentials.trustedCertificates'],
    ],
    [
      'what is to vouch for UnionPay is no certificate',
      CONFIG,
      { ...CREDENTIALS, trustedCertificates: STRANGER.privateKey },
      ['credentials.trustedCertificates'],
    ],
    ['the shared key is missing', KEY_CONFIG, CREDENTIALS, ['credentials.secureKey']],
    [
      'token quick pay without what it needs',
      {
        accessMode: 'token_quick_pay',
        merId: TOKEN_CONFIG.merId,
        signMethod: 'key',
        banks: ['ICBC'],
      },
      { secureKey: 'a-shared-key' },
      ['config.tokenRequestor', 'config.signMethod', 'config.banks'],
    ],
  ])('%s', (_, config, credentials, expected) => {
    expect(params(config, credentials)).toEqual(expected);
  });
});

describe('what an account can do', () => {
  test('is one product; banks only where UnionPay opened them', () => {
    const capable = (config: UnionpayConfig) => unionpay.capabilitiesOf?.(config);
    expect(capable(CONFIG)).toMatchObject({ methods: ['bank_gateway'] });
    expect(capable(CONFIG)).not.toHaveProperty('banks');
    expect(capable({ ...CONFIG, banks: ['ICBC', 'XYZ'] })?.banks).toEqual([
      { code: 'ICBC', name: { en: 'ICBC', zh: '中国工商银行' } },
      { code: 'XYZ', name: { en: 'XYZ', zh: 'XYZ' } },
    ]);
    expect(capable(TOKEN_CONFIG)).toMatchObject({ methods: ['unionpay'] });
  });

  test('ends with its certificates', () => {
    const ends = unionpay.expiries?.(CONFIG, CREDENTIALS) ?? [];
    expect(ends.map(({ param }) => param)).toEqual([
      'credentials.merchantCertificate',
      'credentials.trustedCertificates',
      'credentials.trustedCertificates',
    ]);
    expect(ends[0]?.expiresAt).toEqual(new Date('2040-01-01'));
    expect(unionpay.expiries?.(KEY_CONFIG, CREDENTIALS)).toEqual([]);
  });
});
