import { dynamoCheckoutSettings } from '#shared/adapters/dynamodb/checkout-settings-store.ts';
import { createDocumentClient } from '#shared/adapters/dynamodb/client.ts';
import { dynamoPolicyStore } from '#shared/adapters/dynamodb/policy-store.ts';
import { ENV } from '#shared/contract/environment.ts';
import { readEnvironment } from '#shared/platform/environment.ts';
import { api } from '#shared/platform/http/api.ts';
import { systemRuntime } from '#shared/platform/runtime.ts';
import { apiServices } from '../wiring/api-services.ts';
import { readCheckoutSettings } from './read-checkout-settings.ts';
import { readPolicies } from './read-policies.ts';
import { updateCheckoutSettings } from './update-checkout-settings.ts';
import { updatePolicies } from './update-policies.ts';

const documents = createDocumentClient();
const tableName = readEnvironment(ENV.merchantsTable)[ENV.merchantsTable];
const deps = {
  policyStore: dynamoPolicyStore({ documents, tableName }),
  checkoutSettings: dynamoCheckoutSettings({ documents, tableName }),
  runtime: systemRuntime,
};

/** A merchant's own settings. */
export const handler = api(apiServices('merchants', documents), [
  readPolicies(deps),
  updatePolicies(deps),
  readCheckoutSettings(deps),
  updateCheckoutSettings(deps),
]);
