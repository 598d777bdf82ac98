import { z } from 'zod';
import { currencySchema } from '../../domain/money/money.ts';
import type { ChannelContext } from '../channel.ts';
import { providerAddress } from '../wire/provider-address.ts';
import { readRsaKey } from '../wire/rsa-key.ts';

const FORTUMO = 'https://api-jwt.fortumo.io';

export const fortumoConfigSchema = z.strictObject({
  merchantId: z
    .string()
    .trim()
    .regex(/^[0-9A-Za-z]{8,64}$/, 'must be the merchant id of the Fortumo dashboard'),
  /** The operator, as Fortumo names it: `telenor-no`; `sandbox-ee` charges nobody. */
  channelCode: z
    .string()
    .trim()
    .regex(/^[a-z0-9][a-z0-9_-]{1,59}$/, 'must be a channel code such as sandbox-ee'),
  /** The operator's country, ISO 3166-1 alpha-2. */
  country: z
    .string()
    .trim()
    .regex(/^[A-Z]{2}$/, 'must be two capital letters'),
  /** What the operator bills in. */
  currency: currencySchema.exclude(['USDT']),
  /** Another address than Fortumo's. */
  apiUrl: providerAddress.optional(),
});
export type FortumoConfig = z.infer<typeof fortumoConfigSchema>;

export const fortumoCredentialsSchema = z.strictObject({
  /** Signs what we send. Its public half is in the dashboard. */
  privateKey: z
    .string()
    .trim()
    .min(64)
    .max(8192)
    .refine(
      (text) => readRsaKey(text, 'private') !== undefined,
      'must be an RSA key in PEM; ssh-keygen -p -m PEM -f <file> rewrites one in OpenSSH format',
    ),
  /** Makes the tokens of the addresses that Fortumo reports to. Any secret of your own. */
  notificationKey: z.string().trim().min(16).max(256),
});
export type FortumoCredentials = z.infer<typeof fortumoCredentialsSchema>;

export type FortumoContext = ChannelContext<FortumoConfig, FortumoCredentials>;

export const apiUrlOf = ({ config }: Pick<FortumoContext, 'config'>): string =>
  config.apiUrl ?? FORTUMO;
