import type { Tenant } from '../../domain/identity/tenant.ts';
import type { RoutingSettings } from '../../domain/routing/routing-settings.ts';
import type { VersionedSettings, VersionedSettingsStore } from './versioned-settings.ts';

export type VersionedRoutingSettings = VersionedSettings<RoutingSettings>;
export type RoutingSettingsStore = VersionedSettingsStore<RoutingSettings>;

/** The payment path's view. */
export interface RoutingSettingsReader {
  read(tenant: Tenant): Promise<RoutingSettings>;
}
