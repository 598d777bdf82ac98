import { z } from 'zod';
import type { ChannelContext } from '../channel.ts';
import { providerAddress } from '../wire/provider-address.ts';
import { PRODUCTS } from './products.ts';

export const ACCESS_MODES = ['merchant', 'isv'] as const;

const appNumber = z
  .string()
  .trim()
  .regex(/^\d{10,32}$/, 'must be an APPID, digits only');

const partnerNumber = z
  .string()
  .trim()
  .regex(/^2088\d{12}$/, 'must be a PID: 16 digits that start with 2088');

export const alipayConfigSchema = z.strictObject({
  /** `merchant`: the app is the merchant's own. `isv`: a service provider's app acts for a merchant (服务商代调用). */
  accessMode: z.enum(ACCESS_MODES),
  /** The products that the merchant has a contract for: only buyers whom these serve are sent to the account. */
  products: z
    .array(z.enum(PRODUCTS))
    .min(1)
    .max(PRODUCTS.length)
    .refine((products) => new Set(products).size === products.length, 'names a product twice'),
  /** A desktop gets a QR code even when `page` is there too. */
  preferQr: z.boolean().optional(),
  /** The app that signs the calls (APPID). */
  appId: appNumber,
  /** Who gets the money (PID); compared in every notification. */
  sellerId: partnerNumber,
  /** `isv`: the merchant's app for which the token was granted; notifications name it as `auth_app_id`. */
  authAppId: appNumber.optional(),
  /** `isv`: the service provider's own PID (`sys_service_provider_id`). */
  serviceProviderId: partnerNumber.optional(),
  /** What proves who speaks: keys that were exchanged (公钥模式), or certificates (公钥证书模式). */
  keyMode: z.enum(['public_key', 'certificate']),
  /** The product code of a code's contract. Default: `FACE_TO_FACE_PAYMENT` (当面付). */
  qrProductCode: z
    .string()
    .regex(/^[A-Z_]{1,64}$/, 'must be a product code such as FACE_TO_FACE_PAYMENT')
    .optional(),
  /** Default: `virtual`, for which Alipay offers no Huabei. */
  goodsType: z.enum(['virtual', 'physical']).optional(),
  /** Ways to pay that buyers must not use, in Alipay's words: `credit_group`, `pcredit` … */
  disablePayChannels: z
    .array(z.string().regex(/^[A-Za-z_]{1,64}$/, "must be one of Alipay's channel words"))
    .min(1)
    .max(20)
    .optional(),
  /**
   * Default: `https://openapi.alipay.com/gateway.do`. The sandbox is
   * `https://openapi-sandbox.dl.alipaydev.com/gateway.do`.
   */
  gatewayUrl: providerAddress.optional(),
});
export type AlipayConfig = z.infer<typeof alipayConfigSchema>;

const keyText = z.string().trim().min(64).max(8_192);
/** A certificate with its chain, or Alipay's file of root certificates. */
const certificateText = z.string().trim().min(64).max(32_768).optional();

/** The secrets of both key modes may be stored together; the configured one decides which count. */
export const alipayCredentialsSchema = z.strictObject({
  /** Signs what we send (应用私钥). PEM or bare base64. */
  appPrivateKey: keyText,
  /** `public_key`: verifies what Alipay sends (支付宝公钥). PEM or bare base64. */
  alipayPublicKey: keyText.optional(),
  /** `certificate`: the app's (`appCertPublicKey_….crt`). */
  appCertificate: certificateText,
  /**
   * `certificate`: Alipay's (`alipayCertPublicKey_RSA2.crt`). While Alipay changes it, the old and the new one may both
   * be entered, one after the other.
   */
  alipayCertificate: certificateText,
  /** `certificate`: Alipay's roots (`alipayRootCert.crt`). */
  alipayRootCertificate: certificateText,
  /** `isv`: the merchant's grant (`app_auth_token`). */
  appAuthToken: z.string().trim().min(8).max(128).optional(),
});
export type AlipayCredentials = z.infer<typeof alipayCredentialsSchema>;

export type AlipayContext = ChannelContext<AlipayConfig, AlipayCredentials>;
