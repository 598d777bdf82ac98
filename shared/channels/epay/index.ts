import { defineChannel } from '../channel.ts';
import { acknowledge } from './acknowledge.ts';
import { capabilities } from './capabilities.ts';
import {
  configProblems,
  type EpayConfig,
  type EpayCredentials,
  epayConfigSchema,
  epayCredentialsSchema,
} from './config.ts';
import { create } from './create.ts';
import { notification } from './notification.ts';
import { query } from './query.ts';
import { refund } from './refund.ts';
import { terms } from './terms.ts';

/** 易支付 (epay): the aggregator protocol most card-key shops use; v1 (MD5) and v2 (RSA). See README.md. */
export const epay = defineChannel<EpayConfig, EpayCredentials>({
  provider: 'epay',
  capabilities,
  terms,
  configSchema: epayConfigSchema,
  credentialsSchema: epayCredentialsSchema,
  problems: configProblems,
  ownSecrets: ['key', 'merchantPrivateKey'],
  accountOf: ({ pid }) => pid,
  create,
  createsWithoutCall: ({ accessMode }) => accessMode === 'page',
  query,
  refund,
  refundsRepeatably: ({ protocol }) => protocol === 'v2',
  notification,
  acknowledge,
});
