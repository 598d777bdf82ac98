import { z } from 'zod';
import type { ChannelContext } from '../channel.ts';
import { providerAddress } from '../wire/provider-address.ts';

export const stripeConfigSchema = z.strictObject({
  /** `hosted`: the buyer pays on Stripe's own page. `elements`: Stripe's form on the checkout page. */
  accessMode: z.enum(['hosted', 'elements']),
  /** For `elements`: the key that browsers may know, `pk_…`. */
  publishableKey: z
    .string()
    .trim()
    .regex(
      /^pk_(test|live)_[A-Za-z0-9]{1,200}$/,
      'must be a publishable key (pk_test_… or pk_live_…)',
    )
    .optional(),
  /** Shown on card statements beside the account's own name. */
  statementSuffix: z
    .string()
    .trim()
    .regex(/^[A-Za-z0-9 .-]{2,22}$/, 'must be 2 to 22 plain letters and digits')
    .optional(),
  /** Another address than https://api.stripe.com. */
  apiUrl: providerAddress.optional(),
});
export type StripeConfig = z.infer<typeof stripeConfigSchema>;

export const stripeCredentialsSchema = z.strictObject({
  /** `sk_…`, or a restricted key `rk_…` with write access to Checkout, PaymentIntents and Refunds. */
  secretKey: z
    .string()
    .trim()
    .regex(/^[sr]k_(test|live)_[A-Za-z0-9]{8,250}$/, 'must be a secret key (sk_… or rk_…)'),
  /** The signing secret of the webhook endpoint, `whsec_…`. */
  webhookSecret: z
    .string()
    .trim()
    .regex(/^whsec_[A-Za-z0-9+/=_-]{8,250}$/, 'must be a signing secret (whsec_…)'),
});
export type StripeCredentials = z.infer<typeof stripeCredentialsSchema>;

export type StripeContext = ChannelContext<StripeConfig, StripeCredentials>;

export const configProblems = (
  { accessMode, publishableKey }: StripeConfig,
  { secretKey }: StripeCredentials,
): { param: string; message: string }[] => {
  if (accessMode === 'elements' && !publishableKey)
    return [
      {
        param: 'config.publishableKey',
        message: 'The form on the page needs the publishable key (pk_…).',
      },
    ];
  if (publishableKey && modeOf(publishableKey) !== modeOf(secretKey))
    return [
      {
        param: 'config.publishableKey',
        message: 'One key is of the test mode and the other of the live mode.',
      },
    ];
  return [];
};

/** `test` or `live`, as the key itself says. */
export const modeOf = (key: string): string => key.split('_')[1] ?? '';
