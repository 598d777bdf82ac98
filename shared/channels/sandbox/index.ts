import { defineChannel } from '../channel.ts';
import { acknowledge } from './acknowledge.ts';
import { capabilities } from './capabilities.ts';
import { close } from './close.ts';
import {
  type SandboxConfig,
  type SandboxCredentials,
  sandboxConfigSchema,
  sandboxCredentialsSchema,
} from './config.ts';
import { create } from './create.ts';
import { notification } from './notification.ts';
import { proceed } from './proceed.ts';
import { query } from './query.ts';
import { refund } from './refund.ts';
import { terms } from './terms.ts';

/** A provider without money, for developers and tests: amounts choose what happens. See README.md. */
export const sandbox = defineChannel<SandboxConfig, SandboxCredentials>({
  provider: 'sandbox',
  capabilities,
  terms,
  configSchema: sandboxConfigSchema,
  credentialsSchema: sandboxCredentialsSchema,
  problems: () => [],
  ownSecrets: ['key'],
  accountOf: ({ account }) => account,
  create,
  query,
  proceed,
  close,
  refund,
  refundsRepeatably: () => true,
  notification,
  acknowledge,
});
