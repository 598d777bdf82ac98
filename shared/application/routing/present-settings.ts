import type { z } from 'zod';
import type { routingSettingsObject } from '../../contract/api/routing-settings.ts';
import type { VersionedRoutingSettings } from '../ports/routing-settings-store.ts';

/** Routing settings as the API shows them. */
export const presentSettings = (
  { settings, updatedAt }: VersionedRoutingSettings,
  now: Date,
): z.input<typeof routingSettingsObject> => ({
  object: 'routing_settings',
  strategy: settings.strategy,
  margin_basis_points: settings.marginBasisPoints,
  loyalty_amount: settings.loyaltyMinor,
  failure_amount: settings.failureMinor,
  capital_basis_points_per_day: settings.capitalBasisPointsPerDay,
  exploration_share: settings.explorationShare,
  exploration_max_amount: settings.explorationMaxMinor,
  trial_share: settings.trialShare,
  trial_max_amount: settings.trialMaxMinor,
  forced: settings.forced
    ? {
        channels: settings.forced.channelIds,
        reason: settings.forced.reason,
        actor: settings.forced.actor ?? null,
        at: settings.forced.at,
        until: settings.forced.until ?? null,
        in_force: settings.forced.until === undefined || now < new Date(settings.forced.until),
      }
    : null,
  updated_at: updatedAt ?? null,
});
