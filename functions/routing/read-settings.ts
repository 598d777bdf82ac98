import type { RoutingSettingsStore } from '#shared/application/ports/routing-settings-store.ts';
import type { Runtime } from '#shared/application/ports/runtime.ts';
import { presentSettings } from '#shared/application/routing/present-settings.ts';
import { readRoutingSettings as contract } from '#shared/contract/api/routing-settings.ts';
import { type BoundRoute, bind } from '#shared/platform/http/bound-route.ts';

export const readSettings = (deps: {
  readonly settings: RoutingSettingsStore;
  readonly runtime: Pick<Runtime, 'now'>;
}): BoundRoute =>
  bind(contract, async (_input, { tenant }) =>
    presentSettings(await deps.settings.readVersioned(tenant), deps.runtime.now()),
  );
