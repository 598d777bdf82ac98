import { defineChannel } from '../channel.ts';
import { acknowledge } from './acknowledge.ts';
import { capabilities, capabilitiesOf } from './capabilities.ts';
import { close } from './close.ts';
import {
  configProblems,
  modeOf,
  type StripeConfig,
  type StripeCredentials,
  stripeConfigSchema,
  stripeCredentialsSchema,
} from './config.ts';
import { create } from './create.ts';
import { notification, SIGNATURE_HEADER } from './notification.ts';
import { query } from './query.ts';
import { refund } from './refund.ts';
import { terms } from './terms.ts';
import { test } from './test.ts';

/** Stripe: cards, Apple Pay and Google Pay. See README.md. */
export const stripe = defineChannel<StripeConfig, StripeCredentials>({
  provider: 'stripe',
  capabilities,
  capabilitiesOf,
  terms,
  configSchema: stripeConfigSchema,
  credentialsSchema: stripeCredentialsSchema,
  problems: configProblems,
  ownSecrets: ['secretKey', 'webhookSecret'],
  accountOf: ({ publishableKey }) =>
    publishableKey ? `${modeOf(publishableKey)} …${publishableKey.slice(-6)}` : 'Stripe',
  create,
  query,
  close,
  refund,
  refundsRepeatably: () => true,
  notification,
  acknowledge,
  evidenceHeaders: [SIGNATURE_HEADER],
  test,
});
