import { defineChannel } from '../channel.ts';
import { acknowledge } from './acknowledge.ts';
import { capabilities, capabilitiesOf } from './capabilities.ts';
import { close } from './close.ts';
import {
  configProblems,
  type JeepayConfig,
  type JeepayCredentials,
  jeepayConfigSchema,
  jeepayCredentialsSchema,
} from './config.ts';
import { create } from './create.ts';
import { notification } from './notification.ts';
import { query } from './query.ts';
import { refund } from './refund.ts';
import { terms } from './terms.ts';

/** Jeepay: an open aggregator of Alipay, WeChat Pay and others. See README.md. */
export const jeepay = defineChannel<JeepayConfig, JeepayCredentials>({
  provider: 'jeepay',
  capabilities,
  capabilitiesOf,
  terms,
  configSchema: jeepayConfigSchema,
  credentialsSchema: jeepayCredentialsSchema,
  problems: configProblems,
  ownSecrets: ['appSecret'],
  accountOf: ({ mchNo, appId }) => `${mchNo}/${appId}`,
  create,
  query,
  close,
  refund,
  refundsRepeatably: () => true,
  notification,
  acknowledge,
});
