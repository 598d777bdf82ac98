import type { z } from 'zod';
import type { updateRoutingSettings } from '../../contract/api/routing-settings.ts';
import type { RoutingSettings } from '../../domain/routing/routing-settings.ts';

/** The settings with what somebody wants changed; what is absent stays. */
export const settingsWith = (
  known: RoutingSettings,
  changes: z.output<typeof updateRoutingSettings.body>,
): RoutingSettings => ({
  ...known,
  strategy: changes.strategy ?? known.strategy,
  marginBasisPoints: changes.margin_basis_points ?? known.marginBasisPoints,
  loyaltyMinor: changes.loyalty_amount ?? known.loyaltyMinor,
  failureMinor: changes.failure_amount ?? known.failureMinor,
  capitalBasisPointsPerDay: changes.capital_basis_points_per_day ?? known.capitalBasisPointsPerDay,
  explorationShare: changes.exploration_share ?? known.explorationShare,
  explorationMaxMinor: changes.exploration_max_amount ?? known.explorationMaxMinor,
  trialShare: changes.trial_share ?? known.trialShare,
  trialMaxMinor: changes.trial_max_amount ?? known.trialMaxMinor,
});
