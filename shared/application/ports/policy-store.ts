import type { Tenant } from '../../domain/identity/tenant.ts';
import type { PaymentPolicies } from '../../domain/policies/payment-policies.ts';
import type { VersionedSettingsStore } from './versioned-settings.ts';

/** A shop's payment policies; the defaults when it never set any. */
export interface PolicyReader {
  readPolicies(tenant: Tenant): Promise<PaymentPolicies>;
}

export type PolicyStore = VersionedSettingsStore<PaymentPolicies>;
