import {
  type ChangeSettingsDeps,
  endForce,
  forceChannels,
  updateSettings,
} from '#shared/application/routing/change-settings.ts';
import { presentSettings } from '#shared/application/routing/present-settings.ts';
import {
  endForcedRouting,
  forceRouting,
  updateRoutingSettings,
} from '#shared/contract/api/routing-settings.ts';
import { type BoundRoute, bind } from '#shared/platform/http/bound-route.ts';

/** Settings, and the operator's hand among them. */
export const changeSettings = (deps: ChangeSettingsDeps): BoundRoute[] => [
  bind(updateRoutingSettings, async ({ body }, { tenant }) =>
    presentSettings(await updateSettings(deps, tenant, body), deps.runtime.now()),
  ),
  bind(forceRouting, async ({ body }, { tenant }) =>
    presentSettings(await forceChannels(deps, tenant, body), deps.runtime.now()),
  ),
  bind(endForcedRouting, async (_input, { tenant }) =>
    presentSettings(await endForce(deps, tenant), deps.runtime.now()),
  ),
];
