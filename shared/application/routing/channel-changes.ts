import type { z } from 'zod';
import type { updateChannel } from '../../contract/api/channels.ts';
import type { Channel, ChannelCosts } from '../../domain/channels/channel.ts';
import { type Currency, type Money, money } from '../../domain/money/money.ts';

type Settings = Omit<
  z.output<typeof updateChannel.body>,
  'config' | 'credentials' | 'retire' | 'drop_accounts'
>;

/** A channel's plain settings as the API sends them, as the domain stores them; what is absent stays absent. */
export const channelChanges = (settings: Settings, currency: Currency): Partial<Channel> => {
  const amount = (minor: number | null | undefined): Money | undefined =>
    typeof minor === 'number' ? money(currency, minor) : undefined;
  const { min_amount, max_amount, daily_cap, confirm_from, day_zone, fee, maintenance, ...rest } =
    settings;
  const { costs, issuer_limits, max_risk, max_per_second, ...same } = rest;
  return {
    ...same,
    ...(min_amount === undefined ? {} : { minAmount: amount(min_amount) }),
    ...(max_amount === undefined ? {} : { maxAmount: amount(max_amount) }),
    ...(daily_cap === undefined ? {} : { dailyCap: amount(daily_cap) }),
    ...(confirm_from === undefined ? {} : { confirmFrom: amount(confirm_from) }),
    ...(day_zone === undefined ? {} : { dayZone: day_zone }),
    ...(fee === undefined
      ? {}
      : { fee: { rateBasisPoints: fee.rate_basis_points, fixedMinor: fee.fixed_amount } }),
    ...(costs === undefined ? {} : { costs: costsOf(costs) }),
    ...(issuer_limits === undefined
      ? {}
      : {
          issuerLimits: issuer_limits.map(({ issuer, max_amount: most }) => ({
            issuer,
            maxAmount: money(currency, most),
          })),
        }),
    ...(max_risk === undefined ? {} : { maxRisk: max_risk }),
    ...(max_per_second === undefined ? {} : { maxPerSecond: max_per_second ?? undefined }),
    ...(maintenance === undefined
      ? {}
      : {
          maintenance: maintenance.map(({ starts_at, ends_at }) => ({
            startsAt: starts_at,
            endsAt: ends_at,
          })),
        }),
  };
};

const costsOf = ({
  withdrawal,
  settlement,
  hidden_basis_points,
  risk_basis_points,
  attempt_amount,
}: NonNullable<Settings['costs']>): ChannelCosts => ({
  withdrawal: withdrawal && {
    rateBasisPoints: withdrawal.rate_basis_points,
    fixedMinor: withdrawal.fixed_amount,
    typicalMinor: withdrawal.typical_amount,
  },
  settlement: settlement && { days: settlement.days, minimumMinor: settlement.minimum_amount },
  hiddenBasisPoints: hidden_basis_points,
  riskBasisPoints: risk_basis_points,
  attemptMinor: attempt_amount,
});
