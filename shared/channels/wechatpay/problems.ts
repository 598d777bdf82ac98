import { createPublicKey, type KeyObject } from 'node:crypto';
import { readRsaKey } from '../wire/rsa-key.ts';
import { readCertificates, serialOf } from './certificates.ts';
import type { WechatPayConfig, WechatPayCredentials } from './config.ts';
import { isPartner, MODES } from './modes.ts';

type Problems = { param: string; message: string }[];

/** What a merchant must correct before the account can work; `[]` when all is well. */
export const problems = (config: WechatPayConfig, credentials: WechatPayCredentials): Problems => {
  const own = readRsaKey(credentials.merchantPrivateKey, 'private');
  return [
    ...productProblems(config, credentials),
    ...accountProblems(config),
    ...ownKeyProblems(config, credentials, own),
    ...platformKeyProblems(config, credentials, own && createPublicKey(own)),
  ];
};

const productProblems = (
  { accessMode, products }: WechatPayConfig,
  { appSecret }: WechatPayCredentials,
): Problems => {
  const mode = MODES[accessMode];
  const found: Problems = products
    .filter((product) => !mode.products.includes(product))
    .map((product) => ({
      param: 'config.products',
      message: `A ${mode.name} cannot have ${product}. Take it out; WeChat Pay opens ${mode.products.join(' and ')} for this kind of account.`,
    }));
  if (products.includes('jsapi') && !appSecret?.trim())
    found.push({
      param: 'credentials.appSecret',
      message:
        'jsapi needs the AppSecret of the official account (公众平台 → 基本配置), or take jsapi out of config.products.',
    });
  return found;
};

const accountProblems = (config: WechatPayConfig): Problems => {
  const { mchId, subMchId, subAppId } = config;
  if (!isPartner(config)) {
    const mode = MODES[config.accessMode].name;
    return (['subMchId', 'subAppId'] as const)
      .filter((name) => config[name] !== undefined)
      .map((name) => ({
        param: `config.${name}`,
        message: `A ${mode} has none. Remove it, or choose an access mode of a service provider's sub-merchant.`,
      }));
  }
  if (subMchId === undefined)
    return [
      {
        param: 'config.subMchId',
        message: 'Enter the number of the sub-merchant who gets the money (子商户号).',
      },
    ];
  if (subMchId === mchId)
    return [
      {
        param: 'config.subMchId',
        message:
          'This is the service provider itself, which WeChat Pay refuses. Enter the sub-merchant.',
      },
    ];
  return subAppId === config.appId
    ? [
        {
          param: 'config.subAppId',
          message:
            "This is the service provider's app. Remove it, or enter the sub-merchant's own.",
        },
      ]
    : [];
};

const ownKeyProblems = (
  { merchantSerialNumber }: WechatPayConfig,
  { merchantCertificate }: WechatPayCredentials,
  own: KeyObject | undefined,
): Problems => {
  if (!own)
    return [
      {
        param: 'credentials.merchantPrivateKey',
        message: 'Paste the private key of your API certificate (apiclient_key.pem).',
      },
    ];
  if (merchantCertificate === undefined) return [];
  const [certificate] = readCertificates(merchantCertificate) ?? [];
  if (!certificate)
    return [
      {
        param: 'credentials.merchantCertificate',
        message: 'This is no certificate. Paste apiclient_cert.pem, or leave it out.',
      },
    ];
  if (!certificate.checkPrivateKey(own))
    return [
      {
        param: 'credentials.merchantCertificate',
        message:
          'This certificate is not the one of the private key. Paste both from one download.',
      },
    ];
  return serialOf(certificate).replace(/^0+/, '') ===
    merchantSerialNumber.toUpperCase().replace(/^0+/, '')
    ? []
    : [
        {
          param: 'config.merchantSerialNumber',
          message: `The certificate says ${serialOf(certificate)}. Enter that.`,
        },
      ];
};

const platformKeyProblems = (
  { verification, publicKeyId }: WechatPayConfig,
  { publicKey, platformCertificates }: WechatPayCredentials,
  own: KeyObject | undefined,
): Problems => {
  const found: Problems = [];
  if (verification !== 'platform_certificates') {
    const key = readRsaKey(publicKey ?? '', 'public');
    if (publicKeyId === undefined)
      found.push({
        param: 'config.publicKeyId',
        message: 'Enter the ID of the WeChat Pay public key (微信支付公钥ID, PUB_KEY_ID_…).',
      });
    if (!key)
      found.push({
        param: 'credentials.publicKey',
        message: 'Paste the WeChat Pay public key (微信支付公钥, pub_key.pem).',
      });
    // With one's own key here, nothing that WeChat Pay says would ever verify.
    else if (own?.equals(key))
      found.push({
        param: 'credentials.publicKey',
        message:
          "This is the public half of your own key. Paste WeChat Pay's (微信支付公钥, pub_key.pem).",
      });
  }
  if (platformCertificates === undefined) return found;
  const certificates = readCertificates(platformCertificates);
  if (!certificates)
    found.push({
      param: 'credentials.platformCertificates',
      message: 'These are no certificates. Leave them out: they are fetched.',
    });
  else if (own && certificates.some((certificate) => certificate.publicKey.equals(own)))
    found.push({
      param: 'credentials.platformCertificates',
      message:
        'Your own API certificate is among them. Leave them out: the platform certificates are fetched.',
    });
  return found;
};
