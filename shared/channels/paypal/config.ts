import { X509Certificate } from 'node:crypto';
import { z } from 'zod';
import type { ChannelContext } from '../channel.ts';
import { providerAddress } from '../wire/provider-address.ts';

const LIVE = 'https://api-m.paypal.com';
const SANDBOX = 'https://api-m.sandbox.paypal.com';

export const paypalConfigSchema = z.strictObject({
  clientId: z.string().trim().min(10).max(200),
  /** The account that must be paid, as PayPal's messages name it (`payee.merchant_id`). */
  merchantId: z
    .string()
    .trim()
    .regex(/^[A-Z0-9]{5,30}$/, 'must be a PayPal merchant id')
    .optional(),
  /** What the buyer reads at PayPal. */
  brandName: z.string().trim().min(1).max(127).optional(),
  /** Another address than PayPal's, which is that of its sandbox in test mode. */
  apiUrl: providerAddress.optional(),
  /** With `apiUrl` only: who vouches for that host's webhook certificates, as PEM. */
  certificateAuthority: z.string().trim().max(8_000).optional(),
});
export type PaypalConfig = z.infer<typeof paypalConfigSchema>;

export const paypalCredentialsSchema = z.strictObject({
  clientSecret: z.string().trim().min(10).max(200),
  /** The id of the webhook in the developer console: every signature covers it. */
  webhookId: z
    .string()
    .trim()
    .regex(/^[A-Za-z0-9-]{8,60}$/, 'must be the id of the webhook'),
});
export type PaypalCredentials = z.infer<typeof paypalCredentialsSchema>;

export type PaypalContext = ChannelContext<PaypalConfig, PaypalCredentials>;

export const apiUrlOf = ({ config, mode }: Pick<PaypalContext, 'config' | 'mode'>): string =>
  config.apiUrl ?? (mode === 'live' ? LIVE : SANDBOX);

export const configProblems = ({
  apiUrl,
  certificateAuthority,
}: PaypalConfig): { param: string; message: string }[] => {
  const param = 'config.certificateAuthority';
  if (certificateAuthority === undefined) return [];
  if (apiUrl === undefined)
    return [
      { param, message: 'Certificates of PayPal itself are vouched for by public authorities.' },
    ];
  try {
    return new X509Certificate(certificateAuthority).ca
      ? []
      : [{ param, message: 'This is no certificate of an authority.' }];
  } catch {
    return [{ param, message: 'This is no certificate in PEM.' }];
  }
};
