import { defineChannel } from '../channel.ts';
import { acknowledge } from './acknowledge.ts';
import { capabilities, capabilitiesOf } from './capabilities.ts';
import {
  type UnionpayConfig,
  type UnionpayCredentials,
  unionpayConfigSchema,
  unionpayCredentialsSchema,
} from './config.ts';
import { create } from './create.ts';
import { expiries } from './expiries.ts';
import { notification } from './notification.ts';
import { problems } from './problems.ts';
import { proceed } from './proceed.ts';
import { query } from './query.ts';
import { refund } from './refund.ts';
import { statement } from './statement.ts';
import { terms } from './terms.ts';

/** UnionPay (银联) ACP 5.1.0: online banking (网银) and quick pay by token (快捷). See README.md. */
export const unionpay = defineChannel<UnionpayConfig, UnionpayCredentials>({
  provider: 'unionpay',
  capabilities,
  capabilitiesOf,
  terms,
  configSchema: unionpayConfigSchema,
  credentialsSchema: unionpayCredentialsSchema,
  problems,
  ownSecrets: ['merchantPrivateKey', 'secureKey'],
  accountOf: ({ merId, subMerchant }) => (subMerchant ? `${merId}/${subMerchant.id}` : merId),
  create,
  createsWithoutCall: () => true,
  query,
  proceed,
  refund,
  refundsRepeatably: () => true,
  notification,
  acknowledge,
  statement,
  expiries,
});
