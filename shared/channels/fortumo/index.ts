import { defineChannel } from '../channel.ts';
import { acknowledge } from './acknowledge.ts';
import { capabilities, capabilitiesOf } from './capabilities.ts';
import { close } from './close.ts';
import {
  type FortumoConfig,
  type FortumoCredentials,
  fortumoConfigSchema,
  fortumoCredentialsSchema,
} from './config.ts';
import { create } from './create.ts';
import { notification } from './notification.ts';
import { proceed } from './proceed.ts';
import { query } from './query.ts';
import { refund } from './refund.ts';
import { terms } from './terms.ts';
import { test } from './test.ts';

/** Payments on the phone bill by the Payments API of Fortumo (Boku). See README.md. */
export const fortumo = defineChannel<FortumoConfig, FortumoCredentials>({
  provider: 'fortumo',
  capabilities,
  capabilitiesOf,
  terms,
  configSchema: fortumoConfigSchema,
  credentialsSchema: fortumoCredentialsSchema,
  problems: () => [],
  ownSecrets: ['privateKey', 'notificationKey'],
  accountOf: ({ merchantId }) => merchantId,
  create,
  query,
  proceed,
  close,
  refund,
  // It is sent at most once, however often it is asked for.
  refundsRepeatably: () => true,
  notification,
  acknowledge,
  test,
});
