import { z } from 'zod';
import { currencySchema } from '../../domain/money/money.ts';
import type { ChannelContext } from '../channel.ts';
import { providerAddress } from '../wire/provider-address.ts';

export const camaraConfigSchema = z.strictObject({
  /** The operator's `apiRoot`; the versions of the two APIs are put behind it. */
  apiRoot: providerAddress,
  /** Where access tokens come from (OpenID Connect, client credentials). */
  tokenUrl: providerAddress,
  clientId: z.string().trim().min(1).max(200),
  /** What the operator bills in. */
  currency: currencySchema.exclude(['USDT']),
  /** `one_step` charges at once. `two_step` reserves, lets the buyer confirm by a code where the operator wants that, then charges. */
  accessMode: z.enum(['one_step', 'two_step']),
  /** Version segments where the operator runs others than the published ones. */
  paymentVersion: z
    .string()
    .regex(/^v[0-9a-z.]{1,12}$/)
    .optional(),
  refundVersion: z
    .string()
    .regex(/^v[0-9a-z.]{1,12}$/)
    .optional(),
  /** What the operator calls the shop, on bills. */
  merchantName: z.string().trim().min(1).max(60).optional(),
});
export type CamaraConfig = z.infer<typeof camaraConfigSchema>;

export const camaraCredentialsSchema = z.strictObject({
  clientSecret: z.string().trim().min(8).max(512),
  /** Makes the tokens with which the operator reports to us. Any secret of your own. */
  notificationKey: z.string().trim().min(16).max(256),
});
export type CamaraCredentials = z.infer<typeof camaraCredentialsSchema>;

export type CamaraContext = ChannelContext<CamaraConfig, CamaraCredentials>;
