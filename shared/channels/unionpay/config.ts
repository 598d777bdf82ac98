import { z } from 'zod';
import type { ChannelContext } from '../channel.ts';
import { providerAddress } from '../wire/provider-address.ts';

/**
 * `bank_gateway`: UnionPay's page and the banks' own (网关支付, `bizType` 000201). `token_quick_pay`: the buyer opens their
 * card once at UnionPay and pays with a code by SMS (无跳转支付 token 版, 快捷, `bizType` 000902).
 */
export const ACCESS_MODES = ['bank_gateway', 'token_quick_pay'] as const;
export type AccessMode = (typeof ACCESS_MODES)[number];

export const unionpayConfigSchema = z.strictObject({
  /** The product of this channel. An account with both products is set up as two channels. */
  accessMode: z.enum(ACCESS_MODES),
  /** The merchant number (商户代码). */
  merId: z
    .string()
    .trim()
    .regex(/^[0-9A-Za-z]{15}$/, 'must be the 15 characters of your merchant number (商户代码)'),
  /** `certificate`: RSA on both sides (`signMethod` 01). `key`: SHA-256 with a shared key (11). */
  signMethod: z.enum(['certificate', 'key']),
  /** Token quick pay: the token requestor's number (`trId`) that UnionPay gave you. */
  tokenRequestor: z
    .string()
    .trim()
    .regex(/^[0-9A-Za-z]{1,20}$/, 'must be the trId that UnionPay gave you')
    .optional(),
  /** Platforms (平台商户, `accessType` 2): the merchant behind this channel. */
  subMerchant: z
    .strictObject({
      id: z.string().regex(/^[0-9A-Za-z]{5,15}$/, 'must be 5 to 15 letters or digits'),
      name: z.string().trim().min(1).max(40),
      abbreviation: z.string().trim().min(1).max(16),
    })
    .optional(),
  /** Bank gateway: codes of banks that buyers may be taken to directly (网银前置), which UnionPay must have opened for you. */
  banks: z
    .array(z.string().regex(/^[A-Z0-9]{2,20}$/, 'must be bank codes of UnionPay, e.g. ICBC'))
    .min(1)
    .max(60)
    .optional(),
  /** Full refunds on the settlement day of the payment are voids (消费撤销), which are faster and free of the fee. */
  voidsOnSameDay: z.boolean().optional(),
  /** In test mode: also take replies that UnionPay's test signer (`00040000:SIGN`) signed. */
  acceptsTestSigner: z.boolean().optional(),
  /** Default: UnionPay's gateway, in test mode that for tests. */
  gatewayUrl: providerAddress.optional(),
  /** Where statements are handed out. Default: UnionPay's, in test mode that for tests. */
  fileUrl: providerAddress.optional(),
});
export type UnionpayConfig = z.infer<typeof unionpayConfigSchema>;

const pem = z.string().trim().min(64).max(16_000).optional();

export const unionpayCredentialsSchema = z.strictObject({
  /** Signs what we send. PEM: `openssl pkcs12 -legacy -in acp_prod_sign.pfx -nodes`. */
  merchantPrivateKey: pem,
  /** The certificate of that key, from the same file: its serial number is our `certId`. */
  merchantCertificate: pem,
  /** Who may vouch for UnionPay's signatures: its root and middle certificate, PEM after PEM. */
  trustedCertificates: pem,
  /** `signMethod` `key`: the shared key. */
  secureKey: z.string().trim().min(8).max(256).optional(),
});
export type UnionpayCredentials = z.infer<typeof unionpayCredentialsSchema>;

export type UnionpayContext = ChannelContext<UnionpayConfig, UnionpayCredentials>;

const HOSTS = {
  live: {
    gateway: 'https://gateway.95516.com/gateway/api',
    files: 'https://filedownload.95516.com/',
  },
  test: {
    gateway: 'https://gateway.test.95516.com/gateway/api',
    files: 'https://filedownload.test.95516.com/',
  },
} as const;

export const gatewayUrlOf = ({ config, mode }: UnionpayContext): string =>
  config.gatewayUrl ?? HOSTS[mode].gateway;

export const fileUrlOf = ({ config, mode }: UnionpayContext): string =>
  config.fileUrl ?? HOSTS[mode].files;

/** `bizType` of payments. */
export const BIZ_TYPES = {
  bank_gateway: '000201',
  token_quick_pay: '000902',
} as const satisfies Record<AccessMode, string>;
