import { createPublicKey } from 'node:crypto';
import { expect, test } from 'vitest';
import {
  type WechatPayConfig,
  type WechatPayCredentials,
  wechatPayConfigSchema,
  wechatPayCredentialsSchema,
} from '#shared/channels/wechatpay/config.ts';
import { expiries } from '#shared/channels/wechatpay/expiries.ts';
import { wechatpay } from '#shared/channels/wechatpay/index.ts';
import { capabilitiesOf, MODES } from '#shared/channels/wechatpay/modes.ts';
import { problems } from '#shared/channels/wechatpay/problems.ts';
import { ACCESS_MODES } from '#shared/channels/wechatpay/products.ts';
import { NOW } from '#test/channels/conformance/contexts.ts';
import {
  CONFIG,
  CREDENTIALS,
  certificate,
  MERCHANT,
  MERCHANT_SERIAL,
  NEXT_PLATFORM,
  NEXT_SERIAL,
  PARTNER_CONFIG,
  PLATFORM,
  SERIAL,
  STRANGER,
} from './provider-side.ts';

const paramsOf = (config: WechatPayConfig, credentials: WechatPayCredentials): string[] =>
  problems(config, credentials).map(({ param }) => param);

const OWN_CERTIFICATE = certificate(MERCHANT, MERCHANT_SERIAL);
const { appSecret: _, ...WITHOUT_SECRET } = CREDENTIALS;
const { publicKey: __, ...WITHOUT_PUBLIC_KEY } = CREDENTIALS;
const { publicKeyId: ___, ...WITHOUT_PUBLIC_KEY_ID } = CONFIG;
const { subMchId: ____, ...WITHOUT_SUB } = PARTNER_CONFIG;

test('every kind of account says what it can have, and H5 is refused where WeChat Pay refuses it', () => {
  const h5 = ACCESS_MODES.map((accessMode) => {
    const config = MODES[accessMode].isPartner ? PARTNER_CONFIG : CONFIG;
    return [accessMode, paramsOf({ ...config, accessMode }, CREDENTIALS).length === 0];
  });
  expect(Object.fromEntries(h5)).toEqual({
    ordinary: true,
    ordinary_individual: false,
    partner: true,
    partner_individual: false,
    micro: false,
  });
  expect(
    problems({ ...PARTNER_CONFIG, accessMode: 'micro', products: ['native', 'h5'] }, CREDENTIALS),
  ).toEqual([
    {
      param: 'config.products',
      message: expect.stringMatching(/micro merchant \(小微商户\) cannot have h5\. Take it out/),
    },
  ]);
});

test('an account serves the devices of its products, as far as its kind has them', () => {
  const devices = (change: Partial<WechatPayConfig>) =>
    capabilitiesOf({ ...CONFIG, ...change }).devices;
  expect(devices({})).toEqual(['desktop', 'mobile', 'wechat']);
  expect(devices({ products: ['h5'] })).toEqual(['mobile']);
  expect(devices({ accessMode: 'micro' })).toEqual(['desktop', 'wechat']);
  expect(devices({ accessMode: 'ordinary_individual' })).toEqual(['desktop', 'wechat']);
  expect(capabilitiesOf({ ...CONFIG, accessMode: 'micro' }).statement).toBe(false);
});

test.each<[string, WechatPayConfig, WechatPayCredentials, string[]]>([
  ['nothing is wrong', CONFIG, CREDENTIALS, []],
  ['no AppSecret', CONFIG, WITHOUT_SECRET, ['credentials.appSecret']],
  ['no AppSecret is needed', { ...CONFIG, products: ['native'] }, WITHOUT_SECRET, []],
  [
    'a sub-merchant of nobody',
    { ...CONFIG, subMchId: '1900000110' },
    CREDENTIALS,
    ['config.subMchId'],
  ],
  ['no sub-merchant', WITHOUT_SUB, CREDENTIALS, ['config.subMchId']],
  [
    'its own sub-merchant',
    { ...PARTNER_CONFIG, subMchId: '1230000109' },
    CREDENTIALS,
    ['config.subMchId'],
  ],
  [
    'the same app twice',
    { ...PARTNER_CONFIG, subAppId: PARTNER_CONFIG.appId },
    CREDENTIALS,
    ['config.subAppId'],
  ],
  ['no public key', CONFIG, WITHOUT_PUBLIC_KEY, ['credentials.publicKey']],
  ['no name of it', WITHOUT_PUBLIC_KEY_ID, CREDENTIALS, ['config.publicKeyId']],
  [
    'none of both is needed',
    { ...WITHOUT_PUBLIC_KEY_ID, verification: 'platform_certificates' },
    WITHOUT_PUBLIC_KEY,
    [],
  ],
  [
    'both are needed while moving',
    { ...WITHOUT_PUBLIC_KEY_ID, verification: 'both' },
    WITHOUT_PUBLIC_KEY,
    ['config.publicKeyId', 'credentials.publicKey'],
  ],
  [
    'the own public key',
    CONFIG,
    { ...CREDENTIALS, publicKey: MERCHANT.publicKey },
    ['credentials.publicKey'],
  ],
  [
    'a public key as private one',
    CONFIG,
    { ...CREDENTIALS, merchantPrivateKey: MERCHANT.publicKey },
    ['credentials.merchantPrivateKey'],
  ],
  [
    'the own certificate for the platform’s',
    CONFIG,
    { ...CREDENTIALS, platformCertificates: OWN_CERTIFICATE },
    ['credentials.platformCertificates'],
  ],
  [
    'no certificate at all',
    CONFIG,
    { ...CREDENTIALS, platformCertificates: PLATFORM.publicKey },
    ['credentials.platformCertificates'],
  ],
  ['the right certificate', CONFIG, { ...CREDENTIALS, merchantCertificate: OWN_CERTIFICATE }, []],
  [
    'a certificate of another key',
    CONFIG,
    { ...CREDENTIALS, merchantCertificate: certificate(STRANGER, MERCHANT_SERIAL) },
    ['credentials.merchantCertificate'],
  ],
  [
    'no own certificate',
    CONFIG,
    { ...CREDENTIALS, merchantCertificate: MERCHANT.publicKey },
    ['credentials.merchantCertificate'],
  ],
  [
    'another serial number',
    { ...CONFIG, merchantSerialNumber: SERIAL },
    { ...CREDENTIALS, merchantCertificate: OWN_CERTIFICATE },
    ['config.merchantSerialNumber'],
  ],
])('problems · %s', (_, config, credentials, params) => {
  expect(paramsOf(config, credentials)).toEqual(params);
});

test('no message repeats a secret', () => {
  const all = [
    ...problems(CONFIG, { ...CREDENTIALS, publicKey: MERCHANT.publicKey }),
    ...problems(CONFIG, { ...CREDENTIALS, merchantCertificate: OWN_CERTIFICATE.slice(0, 200) }),
  ];
  for (const secret of Object.values(CREDENTIALS))
    expect(JSON.stringify(all)).not.toContain(secret);
});

test.each([
  ['mchId', 'wx123'],
  ['appId', '1900000109'],
  ['publicKeyId', SERIAL],
  ['merchantSerialNumber', 'not hex'],
  ['apiUrl', 'http://api.mch.weixin.qq.com'],
  ['oauthUrl', 'https://api.weixin.qq.com/?x=1'],
  ['products', []],
  ['products', ['native', 'native']],
  ['products', ['app']],
])('a setting is refused · %s = %o', (name, value) => {
  expect(wechatPayConfigSchema.safeParse({ ...CONFIG, [name]: value }).success).toBe(false);
});

test('the simulator on loopback may speak plain http', () => {
  const apiUrl = 'http://127.0.0.1:4010';
  expect(wechatPayConfigSchema.parse({ ...CONFIG, apiUrl })).toEqual({ ...CONFIG, apiUrl });
});

test('keys may be pasted as bare base64', () => {
  const merchantPrivateKey = MERCHANT.privateKey.replace(/-----[^-]+-----|\n/g, '');
  const publicKey = createPublicKey(PLATFORM.publicKey)
    .export({ type: 'spki', format: 'der' })
    .toString('base64');
  const credentials = wechatPayCredentialsSchema.parse({
    ...CREDENTIALS,
    merchantPrivateKey,
    publicKey,
  });
  expect(problems(CONFIG, credentials)).toEqual([]);
});

test('what was entered tells when it ends', () => {
  const soon = new Date(NOW.getTime() + 86_400_000);
  const credentials = {
    ...CREDENTIALS,
    merchantCertificate: certificate(MERCHANT, MERCHANT_SERIAL, { endsAt: soon }),
    platformCertificates: [
      certificate(PLATFORM, SERIAL, { endsAt: soon }),
      certificate(NEXT_PLATFORM, NEXT_SERIAL),
    ].join('\n'),
  };
  expect(expiries({ ...CONFIG, verification: 'both' }, credentials)).toEqual([
    { param: 'credentials.merchantCertificate', expiresAt: soon },
    { param: 'credentials.platformCertificates', expiresAt: soon },
    {
      param: 'credentials.platformCertificates',
      expiresAt: new Date(NOW.getTime() + 365 * 86_400_000),
    },
  ]);
  expect(expiries(CONFIG, CREDENTIALS)).toEqual([]);
  expect(expiries(CONFIG, { ...CREDENTIALS, merchantCertificate: 'broken' })).toEqual([]);
});

test('an account is all that its notifications are compared with', () => {
  expect(wechatpay.accountOf(CONFIG)).toBe('1900000109/wxd678efh567hg6787');
  expect(wechatpay.accountOf(PARTNER_CONFIG)).toBe('1230000109/1900000109/wx8888888888888888');
});
