import type { Tenant } from '../../domain/identity/tenant.ts';

/** What a tenant has set, with the number of its last change. */
export interface VersionedSettings<Settings> {
  readonly settings: Settings;
  /** 0: these are the defaults. */
  readonly version: number;
  readonly updatedAt: string | undefined;
}

/** Settings of one kind: one item a tenant, the defaults before the first change. */
export interface VersionedSettingsStore<Settings> {
  readVersioned(tenant: Tenant): Promise<VersionedSettings<Settings>>;
  /** Conditional on the version before; `false` when somebody else was faster. */
  write(
    tenant: Tenant,
    settings: Settings,
    change: { readonly previousVersion: number; readonly at: Date },
  ): Promise<boolean>;
}
