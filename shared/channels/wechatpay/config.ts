import { z } from 'zod';
import type { ChannelContext } from '../channel.ts';
import { providerAddress } from '../wire/provider-address.ts';
import { ACCESS_MODES, PRODUCTS } from './products.ts';

const merchantNumber = z
  .string()
  .trim()
  .regex(/^\d{6,32}$/, 'must be a merchant number (商户号), digits only');

const appNumber = z
  .string()
  .trim()
  .regex(/^wx[0-9A-Za-z]{6,30}$/, 'must be an APPID that starts with wx');

export const wechatPayConfigSchema = z.strictObject({
  /** What kind of account it is; decides which products it can have, and the addresses that are called. */
  accessMode: z.enum(ACCESS_MODES),
  /** The products that are open for the account: only buyers whom these serve are sent to it. */
  products: z
    .array(z.enum(PRODUCTS))
    .min(1)
    .max(PRODUCTS.length)
    .refine((products) => new Set(products).size === products.length, 'names a product twice'),
  /** Who signs the calls: the merchant (`mchid`), or the service provider (`sp_mchid`). */
  mchId: merchantNumber,
  /** The app that the merchant number is bound to (`appid`, `sp_appid`). */
  appId: appNumber,
  /** Partner modes: who gets the money (`sub_mchid`). */
  subMchId: merchantNumber.optional(),
  /** Partner modes: the sub-merchant's own official account (`sub_appid`), when buyers pay inside it. */
  subAppId: appNumber.optional(),
  /** Serial number of the API certificate whose private key signs (商户API证书序列号). */
  merchantSerialNumber: z
    .string()
    .trim()
    .regex(/^[0-9A-Fa-f]{8,64}$/, 'must be the serial number of your API certificate'),
  /**
   * What proves that WeChat Pay speaks: its public key (微信支付公钥), its platform certificates (平台证书), which are
   * fetched and renewed by themselves, or, while an account moves from the latter to the former, either of them.
   */
  verification: z.enum(['public_key', 'platform_certificates', 'both']),
  /** The public key's name (微信支付公钥ID). */
  publicKeyId: z
    .string()
    .trim()
    .regex(/^PUB_KEY_ID_[0-9A-Za-z]{1,80}$/, 'must start with PUB_KEY_ID_')
    .optional(),
  /** Default: `https://api.mch.weixin.qq.com`; the other site is `https://api2.mch.weixin.qq.com`. */
  apiUrl: providerAddress.optional(),
  /** Where an authorisation code becomes an openid. Default: `https://api.weixin.qq.com`. */
  oauthUrl: providerAddress.optional(),
  /** Where buyers authorise. Default: `https://open.weixin.qq.com/connect/oauth2/authorize`. */
  authorizeUrl: providerAddress.optional(),
});
export type WechatPayConfig = z.infer<typeof wechatPayConfigSchema>;

const pem = z.string().trim().min(64).max(8_000);

export const wechatPayCredentialsSchema = z.strictObject({
  /** Signs what we send (`apiclient_key.pem`). PEM or bare base64. */
  merchantPrivateKey: pem,
  /** Opens what notifications carry (APIv3密钥): AES-256, so 32 bytes and no other number. */
  apiV3Key: z
    .string()
    .trim()
    .refine((key) => Buffer.byteLength(key) === 32, 'must be exactly 32 bytes (APIv3密钥)'),
  /** WeChat Pay's public key (`pub_key.pem`). */
  publicKey: pem.optional(),
  /** Platform certificates, PEM after PEM. Not needed: missing ones are fetched. */
  platformCertificates: pem.optional(),
  /** The own API certificate (`apiclient_cert.pem`): tells when it ends. */
  merchantCertificate: pem.optional(),
  /** JSAPI: the AppSecret of the official account in which buyers pay: of `subAppId` if that is set, else of `appId`. */
  appSecret: z.string().trim().min(16).max(128).optional(),
});
export type WechatPayCredentials = z.infer<typeof wechatPayCredentialsSchema>;

export type WechatPayContext = ChannelContext<WechatPayConfig, WechatPayCredentials>;

/** The official account in which buyers pay by JSAPI. */
export const buyersAppOf = ({ appId, subAppId }: WechatPayConfig): string => subAppId ?? appId;
