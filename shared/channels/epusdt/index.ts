import { defineChannel } from '../channel.ts';
import { acknowledge } from './acknowledge.ts';
import { capabilities, capabilitiesOf } from './capabilities.ts';
import { close } from './close.ts';
import {
  configProblems,
  type EpusdtConfig,
  type EpusdtCredentials,
  epusdtConfigSchema,
  epusdtCredentialsSchema,
} from './config.ts';
import { create } from './create.ts';
import { notification } from './notification.ts';
import { query } from './query.ts';
import { terms } from './terms.ts';

/** Epusdt and BEpusdt: a shop's own gateway that watches its USDT wallets. See README.md. */
export const epusdt = defineChannel<EpusdtConfig, EpusdtCredentials>({
  provider: 'epusdt',
  capabilities,
  capabilitiesOf,
  terms,
  configSchema: epusdtConfigSchema,
  credentialsSchema: epusdtCredentialsSchema,
  problems: configProblems,
  ownSecrets: ['apiToken'],
  accountOf: ({ gatewayUrl }) => new URL(gatewayUrl).host,
  create,
  query,
  close,
  notification,
  acknowledge,
});
