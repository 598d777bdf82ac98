import { defineChannel } from '../channel.ts';
import { acknowledge } from './acknowledge.ts';
import { capabilities, capabilitiesOf } from './capabilities.ts';
import {
  type GrabpayConfig,
  type GrabpayCredentials,
  grabpayConfigSchema,
  grabpayCredentialsSchema,
} from './config.ts';
import { create } from './create.ts';
import { notification, SIGNATURE_HEADERS } from './notification.ts';
import { proceed } from './proceed.ts';
import { query } from './query.ts';
import { refund } from './refund.ts';
import { terms } from './terms.ts';

/** GrabPay, One-Time Charge v2: the buyer agrees, then we charge. See README.md. */
export const grabpay = defineChannel<GrabpayConfig, GrabpayCredentials>({
  provider: 'grabpay',
  capabilities,
  capabilitiesOf,
  terms,
  configSchema: grabpayConfigSchema,
  credentialsSchema: grabpayCredentialsSchema,
  problems: () => [],
  ownSecrets: ['partnerSecret', 'clientSecret'],
  // A partner's secrets serve each of its merchants.
  secretHolderOf: ({ partnerId, clientId }, secret) =>
    secret === 'partnerSecret' ? partnerId : clientId,
  accountOf: ({ merchantId }) => merchantId,
  create,
  query,
  proceed,
  refund,
  refundsRepeatably: () => true,
  notification,
  acknowledge,
  evidenceHeaders: SIGNATURE_HEADERS,
});
