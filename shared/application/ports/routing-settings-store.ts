import type { Tenant } from '../../domain/identity/tenant.ts';
import type { RoutingSettings } from '../../domain/routing/routing-settings.ts';

export interface VersionedRoutingSettings {
  readonly settings: RoutingSettings;
  /** 0: these are the defaults. */
  readonly version: number;
  readonly updatedAt: string | undefined;
}

export interface RoutingSettingsStore {
  readVersioned(tenant: Tenant): Promise<VersionedRoutingSettings>;
  /** Conditional on the version before; `false` when somebody else was faster. */
  write(
    tenant: Tenant,
    settings: RoutingSettings,
    change: { readonly previousVersion: number; readonly at: Date },
  ): Promise<boolean>;
}

/** The payment path's view. */
export interface RoutingSettingsReader {
  read(tenant: Tenant): Promise<RoutingSettings>;
}
