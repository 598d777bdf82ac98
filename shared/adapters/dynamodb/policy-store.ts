import type { PolicyReader, PolicyStore } from '../../application/ports/policy-store.ts';
import { tenantKey } from '../../domain/identity/tenant.ts';
import {
  DEFAULT_PAYMENT_POLICIES,
  paymentPoliciesSchema,
} from '../../domain/policies/payment-policies.ts';
import { boundedCache } from './bounded-cache.ts';
import { type MerchantsTable, settingsPk } from './merchant-store.ts';
import { versionedSettings } from './versioned-settings.ts';

/** Payment policies: one item a tenant. */
export const dynamoPolicyStore = (table: MerchantsTable): PolicyStore =>
  versionedSettings(table, {
    keyOf: (tenant) => ({ pk: settingsPk(tenant), sk: 'PAYMENT_POLICIES' }),
    attribute: 'policies',
    schema: paymentPoliciesSchema,
    defaults: DEFAULT_PAYMENT_POLICIES,
  });

/** How late a payment may notice a changed policy. */
const KEPT_MILLIS = 5_000;
const MAX_TENANTS = 500;

/** The payment path's view of the policies. */
export const cachedPolicies = (
  store: Pick<PolicyStore, 'readVersioned'>,
  now: () => number = () => performance.now(),
): PolicyReader => {
  const kept = boundedCache<Awaited<ReturnType<PolicyStore['readVersioned']>>>({
    name: 'policies',
    keptMillis: KEPT_MILLIS,
    maxEntries: MAX_TENANTS,
    now,
  });
  return {
    readPolicies: async (tenant) =>
      (await kept(tenantKey(tenant), () => store.readVersioned(tenant))).settings,
  };
};
