import { createPublicKey } from 'node:crypto';
import { z } from 'zod';
import type { ChannelContext } from '../channel.ts';
import { providerAddress } from '../wire/provider-address.ts';
import { readRsaKey } from '../wire/rsa-key.ts';

/** The methods that epay gateways have a settled word for. */
export const EPAY_METHODS = ['alipay', 'wechat_pay', 'qq_wallet', 'unionpay'] as const;
export type EpayMethod = (typeof EPAY_METHODS)[number];

/** The gateways' usual `type` words; `methodTypes` in the configuration overrides them. */
export const DEFAULT_METHOD_TYPES: Readonly<Record<EpayMethod, string>> = {
  alipay: 'alipay',
  wechat_pay: 'wxpay',
  qq_wallet: 'qqpay',
  unionpay: 'bank',
};

export const epayConfigSchema = z.strictObject({
  /**
   * The gateway's address, with the folder if it is installed in one: `https://pay.example.com/`. v1 queries carry the
   * merchant's key in the URL: plain http would publish it.
   */
  gatewayUrl: providerAddress,
  /** The merchant number (商户ID). */
  pid: z
    .string()
    .trim()
    .regex(/^[A-Za-z0-9_-]{1,64}$/, 'must be 1 to 64 letters or digits'),
  /** `v1` signs with MD5 and a shared key, `v2` with RSA. */
  protocol: z.enum(['v1', 'v2']),
  /** `page` sends the buyer to the gateway; `api` asks the gateway for a QR code or link first. */
  accessMode: z.enum(['page', 'api']),
  /** The gateway's own `type` word of a method, where it differs from the usual one. */
  methodTypes: z
    .partialRecord(z.enum(EPAY_METHODS), z.string().regex(/^[A-Za-z0-9_]{1,32}$/))
    .optional(),
  /** Shown by some gateways on their page (`sitename`). */
  siteName: z.string().trim().min(1).max(60).optional(),
});
export type EpayConfig = z.infer<typeof epayConfigSchema>;

const rsaText = z.string().trim().min(64).max(8192).optional();

/** All of an account's secrets may be stored together; the configured protocol decides which one counts. */
export const epayCredentialsSchema = z.strictObject({
  /** v1: the shared key (商户密钥). */
  key: z.string().trim().min(8).max(256).optional(),
  /** v2: signs what we send. PEM or bare base64. */
  merchantPrivateKey: rsaText,
  /** v2: verifies what the gateway sends. PEM or bare base64. */
  platformPublicKey: rsaText,
});
export type EpayCredentials = z.infer<typeof epayCredentialsSchema>;

export type EpayContext = ChannelContext<EpayConfig, EpayCredentials>;

/** What a merchant must correct before the account can work; `[]` when all is well. */
export const configProblems = (
  { protocol }: EpayConfig,
  credentials: EpayCredentials,
): { param: string; message: string }[] => {
  if (protocol === 'v1') {
    return credentials.key?.trim()
      ? []
      : [{ param: 'credentials.key', message: 'Protocol v1 needs the merchant key (商户密钥).' }];
  }
  const { merchantPrivateKey, platformPublicKey } = credentials;
  const privateKey = readRsaKey(merchantPrivateKey ?? '', 'private');
  const publicKey = readRsaKey(platformPublicKey ?? '', 'public');
  const problems: { param: string; message: string }[] = [];
  if (!privateKey) {
    problems.push({
      param: 'credentials.merchantPrivateKey',
      message: 'Protocol v2 needs your RSA private key (商户私钥), as PEM or base64.',
    });
  }
  if (!publicKey) {
    problems.push({
      param: 'credentials.platformPublicKey',
      message: "Protocol v2 needs the gateway's RSA public key (平台公钥), as PEM or base64.",
    });
  }
  if (privateKey && publicKey && createPublicKey(privateKey).equals(publicKey)) {
    // With one's own public key here, no notification of the gateway would ever verify.
    problems.push({
      param: 'credentials.platformPublicKey',
      message:
        "This is the public half of your own key. Paste the gateway's public key (平台公钥).",
    });
  }
  return problems;
};
