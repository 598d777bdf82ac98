import { defineChannel } from '../channel.ts';
import { acknowledge } from './acknowledge.ts';
import { capabilities, capabilitiesOf } from './capabilities.ts';
import {
  configProblems,
  type UsdtConfig,
  type UsdtCredentials,
  usdtConfigSchema,
  usdtCredentialsSchema,
} from './config.ts';
import { create } from './create.ts';
import { NETWORKS } from './networks.ts';
import { notification } from './notification.ts';
import { query } from './query.ts';
import { terms } from './terms.ts';
import { test } from './test.ts';
import { watch } from './watch.ts';

/** USDT on the shop's own addresses, without any gateway: TRON, Ethereum and BNB Smart Chain. See README.md. */
export const usdt = defineChannel<UsdtConfig, UsdtCredentials>({
  provider: 'usdt',
  capabilities,
  capabilitiesOf,
  terms,
  configSchema: usdtConfigSchema,
  credentialsSchema: usdtCredentialsSchema,
  problems: configProblems,
  // The key only reads what is public: one may serve several accounts.
  ownSecrets: [],
  accountOf: ({ network, addresses: [first = ''] }) => `${NETWORKS[network].name} ${first}`,
  create,
  query,
  watch,
  test,
  notification,
  acknowledge,
});
