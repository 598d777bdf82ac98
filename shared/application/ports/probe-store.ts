import type { Tenant } from '../../domain/identity/tenant.ts';
import type { Probe } from '../../domain/routing/probes/probe.ts';

/** Synthetic orders of a tenant's channels, kept for some weeks: what they taught can be learned again. */
export interface ProbeStore {
  /** @returns `false` when the channel is probed already in the same minute */
  begin(tenant: Tenant, probe: Probe): Promise<boolean>;
  /** @returns `false` when it was over before: its result stays */
  finish(tenant: Tenant, probe: Probe): Promise<boolean>;
  /** Begun since then, oldest first. */
  list(tenant: Tenant, since: Date): Promise<readonly Probe[]>;
}

/** Tenants that had a broken channel when something was learned last. */
export interface BrokenTenants {
  list(): Promise<readonly BrokenTenant[]>;
  /** Unless something broke since it was listed. */
  forget(listed: BrokenTenant): Promise<void>;
}

export interface BrokenTenant {
  readonly tenant: Tenant;
  /** Version of what was learned. */
  readonly version: number;
}
