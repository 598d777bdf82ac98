import { defineChannel } from '../channel.ts';
import { acknowledge } from './acknowledge.ts';
import { capabilities, capabilitiesOf } from './capabilities.ts';
import { close } from './close.ts';
import {
  type AlipayConfig,
  type AlipayCredentials,
  alipayConfigSchema,
  alipayCredentialsSchema,
} from './config.ts';
import { create } from './create.ts';
import { expiries } from './expiries.ts';
import { notification } from './notification.ts';
import { problems } from './problems.ts';
import { devicesOf, productFor } from './products.ts';
import { query } from './query.ts';
import { refund } from './refund.ts';
import { statement } from './statement.ts';
import { terms } from './terms.ts';

/** Alipay (支付宝) by its own gateway, for merchants and for service providers that act for one. See README.md. */
export const alipay = defineChannel<AlipayConfig, AlipayCredentials>({
  provider: 'alipay',
  capabilities,
  capabilitiesOf,
  terms,
  configSchema: alipayConfigSchema,
  credentialsSchema: alipayCredentialsSchema,
  problems,
  ownSecrets: ['appPrivateKey', 'appAuthToken'],
  // A service provider's app signs for all of its merchants; each grants it a token of its own.
  secretHolderOf: ({ appId }, secret) => (secret === 'appPrivateKey' ? appId : undefined),
  accountOf: ({ appId, authAppId, sellerId }) => `${authAppId ?? appId} (${sellerId})`,
  create,
  createsWithoutCall: (config) =>
    devicesOf(config).every((device) => productFor(config, device) !== 'qr'),
  query,
  close,
  refund,
  refundsRepeatably: () => true,
  notification,
  acknowledge,
  statement,
  expiries,
});
