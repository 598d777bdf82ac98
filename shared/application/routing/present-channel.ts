import type { z } from 'zod';
import type { channelObject } from '../../contract/api/channels.ts';
import type { Channel, ChannelCosts } from '../../domain/channels/channel.ts';
import { accountVersionOf } from '../../domain/channels/retired-accounts.ts';
import type { Money } from '../../domain/money/money.ts';
import { notifyUrlOf } from './notify-url.ts';

/** A channel as the API shows it: which secrets are set, never the secrets. */
export const presentChannel = (
  channel: Channel,
  callbacksBaseUrl: string,
): z.input<typeof channelObject> => ({
  object: 'channel',
  id: channel.id,
  mode: channel.tenant.mode,
  provider: channel.provider,
  label: channel.label,
  status: channel.status,
  role: channel.role,
  priority: channel.priority,
  weight: channel.weight,
  methods: channel.methods,
  currency: channel.currency,
  min_amount: minorOf(channel.minAmount),
  max_amount: minorOf(channel.maxAmount),
  daily_cap: minorOf(channel.dailyCap),
  confirm_from: minorOf(channel.confirmFrom),
  day_zone: channel.dayZone,
  fee: { rate_basis_points: channel.fee.rateBasisPoints, fixed_amount: channel.fee.fixedMinor },
  costs: presentCosts(channel.costs ?? {}),
  assumed: channel.assumed ?? [],
  tags: channel.tags ?? [],
  issuer_limits: (channel.issuerLimits ?? []).map(({ issuer, maxAmount }) => ({
    issuer,
    max_amount: Number(maxAmount.minor),
  })),
  max_risk: channel.maxRisk ?? 'high',
  max_per_second: channel.maxPerSecond ?? null,
  upstream: channel.upstream,
  maintenance: channel.maintenance.map(({ startsAt, endsAt }) => ({
    starts_at: startsAt,
    ends_at: endsAt,
  })),
  config: channel.config,
  credentials_set: channel.credentialNames,
  account_version: accountVersionOf(channel),
  retired_accounts: (channel.retiredAccounts ?? []).map(
    ({ version, account, credentialNames, retiredAt }) => ({
      version,
      account,
      credentials_set: credentialNames,
      retired_at: retiredAt,
    }),
  ),
  notify_url: notifyUrlOf(callbacksBaseUrl, channel),
  created_at: channel.createdAt,
  updated_at: channel.updatedAt,
});

const presentCosts = ({
  withdrawal,
  settlement,
  hiddenBasisPoints,
  riskBasisPoints,
  attemptMinor,
}: ChannelCosts): z.input<typeof channelObject>['costs'] => ({
  withdrawal: withdrawal
    ? {
        rate_basis_points: withdrawal.rateBasisPoints,
        fixed_amount: withdrawal.fixedMinor,
        typical_amount: withdrawal.typicalMinor,
      }
    : null,
  settlement: settlement
    ? { days: settlement.days, minimum_amount: settlement.minimumMinor ?? null }
    : null,
  hidden_basis_points: hiddenBasisPoints ?? 0,
  risk_basis_points: riskBasisPoints ?? 0,
  attempt_amount: attemptMinor ?? 0,
});

const minorOf = (amount: Money | undefined): number | null =>
  amount === undefined ? null : Number(amount.minor);
