import { defineChannel } from '../channel.ts';
import { acknowledge } from './acknowledge.ts';
import { capabilities, capabilitiesOf } from './capabilities.ts';
import { close } from './close.ts';
import {
  type CamaraConfig,
  type CamaraCredentials,
  camaraConfigSchema,
  camaraCredentialsSchema,
} from './config.ts';
import { create } from './create.ts';
import { notification } from './notification.ts';
import { proceed } from './proceed.ts';
import { query } from './query.ts';
import { refund } from './refund.ts';
import { terms } from './terms.ts';
import { test } from './test.ts';

/** Payments on the phone bill by the CAMARA Carrier Billing API. See README.md. */
export const camara = defineChannel<CamaraConfig, CamaraCredentials>({
  provider: 'camara',
  capabilities,
  capabilitiesOf,
  terms,
  configSchema: camaraConfigSchema,
  credentialsSchema: camaraCredentialsSchema,
  problems: () => [],
  ownSecrets: ['clientSecret', 'notificationKey'],
  accountOf: ({ clientId }) => clientId,
  create,
  query,
  proceed,
  close,
  refund,
  refundsRepeatably: () => true,
  notification,
  acknowledge,
  test,
});
