import { expect, test } from 'vitest';
import type { AlipayConfig, AlipayCredentials } from '#shared/channels/alipay/config.ts';
import { alipay } from '#shared/channels/alipay/index.ts';
import {
  ALIPAY,
  APP,
  CERTIFIED_ALIPAY,
  CERTIFIED_APP,
  CONFIG,
  CREDENTIALS,
  ISV_CONFIG,
  ISV_CREDENTIALS,
  OTHER_ROOT,
} from './provider-side.ts';

const paramsOf = (config: AlipayConfig, credentials: AlipayCredentials): string[] =>
  alipay.problems(config, credentials).map(({ param }) => param);

test.each([
  ['keys', CONFIG, CREDENTIALS],
  ['certificates', ISV_CONFIG, ISV_CREDENTIALS],
])('an account with %s has no problems', (_, config, credentials) => {
  expect(paramsOf(config, credentials)).toEqual([]);
});

test('bare base64 keys are as good as PEM', () => {
  const bare = (pem: string) => pem.replace(/-----[^-]+-----|\s/g, '');
  expect(
    paramsOf(CONFIG, {
      appPrivateKey: bare(APP.privateKey),
      alipayPublicKey: bare(ALIPAY.publicKey),
    }),
  ).toEqual([]);
});

test.each<[string, Partial<AlipayConfig>, Partial<AlipayCredentials>, string]>([
  ['one’s own public key', {}, { alipayPublicKey: APP.publicKey }, 'credentials.alipayPublicKey'],
  ['no key of Alipay’s', {}, { alipayPublicKey: undefined }, 'credentials.alipayPublicKey'],
  [
    'a public key as the own one',
    {},
    { appPrivateKey: ALIPAY.publicKey },
    'credentials.appPrivateKey',
  ],
  ['a merchant in somebody’s name', { authAppId: '2021000100000002' }, {}, 'config.authAppId'],
  [
    'a merchant with a service provider',
    { serviceProviderId: '2088100000000009' },
    {},
    'config.serviceProviderId',
  ],
  [
    'a preference for what is not there',
    { products: ['page'], preferQr: true },
    {},
    'config.preferQr',
  ],
])('%s is refused', (_, config, credentials, param) => {
  expect(
    paramsOf({ ...CONFIG, ...config }, { ...CREDENTIALS, ...credentials } as AlipayCredentials),
  ).toEqual([param]);
});

test.each<[string, Partial<AlipayConfig>, Partial<AlipayCredentials>, string]>([
  ['no grant', {}, { appAuthToken: undefined }, 'credentials.appAuthToken'],
  ['its own app as the merchant’s', { authAppId: ISV_CONFIG.appId }, {}, 'config.authAppId'],
  ['no service provider', { serviceProviderId: undefined }, {}, 'config.serviceProviderId'],
  [
    'a certificate of another key',
    {},
    { appCertificate: OTHER_ROOT.certificate },
    'credentials.appCertificate',
  ],
  [
    'its own certificate as Alipay’s',
    {},
    { alipayCertificate: CERTIFIED_APP.certificate },
    'credentials.alipayCertificate',
  ],
  ['no roots', {}, { alipayRootCertificate: undefined }, 'credentials.alipayRootCertificate'],
  [
    'rubbish for a certificate',
    {},
    { alipayCertificate: 'x'.repeat(100) },
    'credentials.alipayCertificate',
  ],
])('a service provider with %s is refused', (_, config, credentials, param) => {
  expect(
    paramsOf(
      { ...ISV_CONFIG, ...config } as AlipayConfig,
      { ...ISV_CREDENTIALS, ...credentials } as AlipayCredentials,
    ),
  ).toEqual([param]);
});

test.each<[AlipayConfig['products'], readonly string[]]>([
  [['page'], ['desktop']],
  [['wap'], ['mobile', 'alipay']],
  [['qr'], ['desktop', 'mobile', 'alipay']],
  [['app'], ['app']],
  [
    ['page', 'wap', 'qr', 'app'],
    ['desktop', 'mobile', 'alipay', 'app'],
  ],
])('%j serves %j', (products, devices) => {
  expect(alipay.capabilitiesOf?.({ ...CONFIG, products }).devices).toEqual(devices);
});

test.each<[Partial<AlipayConfig>, boolean]>([
  [{ products: ['page', 'wap', 'app'] }, true],
  [{ products: ['page', 'wap', 'qr'] }, true],
  [{ products: ['page', 'qr'] }, false],
  [{ products: ['page', 'wap', 'qr'], preferQr: true }, false],
])('with %j payments are made without a call: %s', (config, without) => {
  expect(alipay.createsWithoutCall?.({ ...CONFIG, ...config })).toBe(without);
});

test('certificates tell when they end; of a chain the first one counts, roots and keys not', () => {
  expect(alipay.expiries?.(ISV_CONFIG, ISV_CREDENTIALS)).toEqual([
    { param: 'credentials.appCertificate', expiresAt: new Date('2027-05-01T00:00:00Z') },
    { param: 'credentials.alipayCertificate', expiresAt: new Date('2027-06-01T00:00:00Z') },
  ]);
  expect(alipay.expiries?.(CONFIG, CREDENTIALS)).toEqual([]);
  const broken = { ...ISV_CREDENTIALS, appCertificate: CERTIFIED_ALIPAY.certificate.slice(0, 200) };
  expect(alipay.expiries?.(ISV_CONFIG, broken)).toHaveLength(1);
});

test('addresses and numbers that cannot be right do not parse', () => {
  for (const change of [
    { gatewayUrl: 'http://openapi.alipay.com/gateway.do' },
    { sellerId: '1234567890123456' },
    { products: [] },
    { products: ['page', 'page'] },
    { disablePayChannels: ['a,b'] },
  ])
    expect(alipay.configSchema.safeParse({ ...CONFIG, ...change }).success).toBe(false);
});
