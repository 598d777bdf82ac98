import { defineChannel } from '../channel.ts';
import { acknowledge } from './acknowledge.ts';
import { capabilities } from './capabilities.ts';
import {
  configProblems,
  type PaypalConfig,
  type PaypalCredentials,
  paypalConfigSchema,
  paypalCredentialsSchema,
} from './config.ts';
import { create } from './create.ts';
import { notification, SIGNATURE_HEADERS } from './notification.ts';
import { proceed } from './proceed.ts';
import { query } from './query.ts';
import { refund } from './refund.ts';
import { terms } from './terms.ts';
import { test } from './test.ts';

/** PayPal Orders v2: the buyer approves, then we capture. See README.md. */
export const paypal = defineChannel<PaypalConfig, PaypalCredentials>({
  provider: 'paypal',
  capabilities,
  terms,
  configSchema: paypalConfigSchema,
  credentialsSchema: paypalCredentialsSchema,
  problems: configProblems,
  ownSecrets: ['clientSecret', 'webhookId'],
  accountOf: ({ merchantId, clientId }) => merchantId ?? `${clientId.slice(0, 10)}…`,
  create,
  query,
  proceed,
  refund,
  refundsRepeatably: () => true,
  notification,
  acknowledge,
  evidenceHeaders: SIGNATURE_HEADERS,
  test,
});
