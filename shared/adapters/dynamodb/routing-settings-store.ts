import type {
  RoutingSettingsReader,
  RoutingSettingsStore,
  VersionedRoutingSettings,
} from '../../application/ports/routing-settings-store.ts';
import { tenantKey } from '../../domain/identity/tenant.ts';
import {
  DEFAULT_ROUTING_SETTINGS,
  routingSettingsSchema,
} from '../../domain/routing/routing-settings.ts';
import { boundedCache } from './bounded-cache.ts';
import { type RulesTable, rulesPk } from './rule-store.ts';
import { versionedSettings } from './versioned-settings.ts';

/** Routing settings: one item a tenant, beside its rules. */
export const dynamoRoutingSettings = (table: RulesTable): RoutingSettingsStore =>
  versionedSettings(table, {
    keyOf: (tenant) => ({ pk: rulesPk(tenant), sk: 'SETTINGS' }),
    attribute: 'settings',
    schema: routingSettingsSchema,
    defaults: DEFAULT_ROUTING_SETTINGS,
  });

/** How late a payment may notice a changed setting, an operator's hand included. */
const KEPT_MILLIS = 2_000;
const MAX_TENANTS = 500;

export const cachedRoutingSettings = (
  store: Pick<RoutingSettingsStore, 'readVersioned'>,
  now: () => number = () => performance.now(),
): RoutingSettingsReader => {
  const kept = boundedCache<VersionedRoutingSettings>({
    name: 'settings',
    keptMillis: KEPT_MILLIS,
    renewed: true,
    maxEntries: MAX_TENANTS,
    now,
  });
  return {
    read: async (tenant) =>
      (await kept(tenantKey(tenant), () => store.readVersioned(tenant))).settings,
  };
};
