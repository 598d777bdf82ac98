import type { Tenant } from '../../domain/identity/tenant.ts';
import type { PaymentPolicies } from '../../domain/policies/payment-policies.ts';

/** A shop's payment policies; the defaults when it never set any. */
export interface PolicyReader {
  readPolicies(tenant: Tenant): Promise<PaymentPolicies>;
}

/** Policies with the number of their last change; 0 before the first. */
export interface VersionedPolicies {
  readonly policies: PaymentPolicies;
  readonly version: number;
  readonly updatedAt: string | undefined;
}

export interface PolicyStore {
  readVersioned(tenant: Tenant): Promise<VersionedPolicies>;
  /** Writes what follows `version`; `false` when somebody else was faster. */
  writePolicies(
    tenant: Tenant,
    policies: PaymentPolicies,
    change: { previousVersion: number; at: Date },
  ): Promise<boolean>;
}
