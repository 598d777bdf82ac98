import type { z } from 'zod';
import type { forceRouting, updateRoutingSettings } from '../../contract/api/routing-settings.ts';
import { AppError } from '../../domain/errors/app-error.ts';
import type { Tenant } from '../../domain/identity/tenant.ts';
import {
  type RoutingSettings,
  routingSettingsSchema,
} from '../../domain/routing/routing-settings.ts';
import { changeVersionedSettings } from '../merchants/change-versioned-settings.ts';
import type { ChannelReader } from '../ports/channel-store.ts';
import type {
  RoutingSettingsStore,
  VersionedRoutingSettings,
} from '../ports/routing-settings-store.ts';
import type { Runtime } from '../ports/runtime.ts';
import { readChannel } from './read-channel.ts';
import { settingsWith } from './settings-with.ts';

export interface ChangeSettingsDeps {
  readonly settings: RoutingSettingsStore;
  readonly channels: ChannelReader;
  readonly runtime: Pick<Runtime, 'now'>;
}

/**
 * Changes the settings that are named. A change that meets another one is made again on top of it.
 *
 * @throws AppError concurrent_change
 */
export const updateSettings = (
  deps: ChangeSettingsDeps,
  tenant: Tenant,
  changes: z.output<typeof updateRoutingSettings.body>,
): Promise<VersionedRoutingSettings> =>
  change(deps, tenant, (known) => settingsWith(known, changes));

/**
 * Puts channels first by hand.
 *
 * @throws AppError invalid_parameter for an end that is over · not_found for a channel that the tenant does not have ·
 *   concurrent_change
 */
export const forceChannels = async (
  deps: ChangeSettingsDeps,
  tenant: Tenant,
  { channels, reason, actor, until }: z.output<typeof forceRouting.body>,
): Promise<VersionedRoutingSettings> => {
  if (until !== undefined && new Date(until) <= deps.runtime.now()) {
    throw new AppError('invalid_parameter', '"until" in the body: must be a time to come.', {
      param: 'until',
    });
  }
  for (const id of channels) await readChannel(deps, tenant, id);
  return change(deps, tenant, (known) => ({
    ...known,
    forced: {
      channelIds: channels,
      reason,
      ...(actor === undefined ? {} : { actor }),
      at: deps.runtime.now().toISOString(),
      ...(until === undefined ? {} : { until }),
    },
  }));
};

/** Lets rules and results decide again; repeating it changes nothing. @throws AppError concurrent_change */
export const endForce = (
  deps: ChangeSettingsDeps,
  tenant: Tenant,
): Promise<VersionedRoutingSettings> =>
  change(deps, tenant, ({ forced, ...known }) => (forced ? known : undefined));

const change = (
  { settings: store, runtime }: ChangeSettingsDeps,
  tenant: Tenant,
  decide: (known: RoutingSettings) => RoutingSettings | undefined,
): Promise<VersionedRoutingSettings> =>
  changeVersionedSettings({ store, runtime, what: 'routing settings' }, tenant, (known) => {
    const decided = decide(known);
    return decided && routingSettingsSchema.parse(decided);
  });
