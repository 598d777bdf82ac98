import type { Candidate } from './candidate.ts';
import { amountRange } from './constraints/amount-range.ts';
import { channelSalts } from './model/features.ts';

/**
 * An account made ready for many decisions: limits as numbers, words as sets, times as milliseconds. Amounts are minor
 * units of its currency; no limit is `Infinity`.
 */
export interface PreparedChannel {
  readonly candidate: Candidate;
  readonly id: string;
  readonly provider: string;
  readonly upstream: string;
  readonly backup: boolean;
  /** Enabled, and its provider is part of this build. */
  readonly standing: boolean;
  readonly methods: ReadonlySet<string>;
  /** Absent: works on every device. */
  readonly devices: ReadonlySet<string> | undefined;
  /** By device: code of the provider's that the front end must run. */
  readonly clientSdks: Readonly<Record<string, string>> | undefined;
  /** No payment without the phone number that pays. */
  readonly needsPhone: boolean;
  readonly currency: string;
  readonly minMinor: number;
  readonly maxMinor: number;
  readonly capMinor: number;
  /** Reserved of today's cap, as far as known. */
  readonly reservedMinor: number;
  /** Another account at the same upstream can do the same: they take turns by what is left of their caps. */
  readonly takesTurns: boolean;
  readonly issuerMaxMinor: ReadonlyMap<string, number> | undefined;
  /** Highest risk it takes: 0 low, 1 medium, 2 high. */
  readonly maxRisk: number;
  readonly maxPerSecond: number;
  /** Start and end of each maintenance, one after the other. */
  readonly maintenance: Float64Array;
  readonly feeRate: number;
  readonly feeFixedMinor: number;
  readonly withdrawalRate: number;
  readonly hiddenRate: number;
  readonly riskRate: number;
  readonly attemptMinor: number;
  readonly settlementDays: number;
  readonly settlementMinimumMinor: number;
  /** When it is broken, a synthetic order must be taken before a buyer's payment tries it. */
  readonly probed: boolean;
  readonly salts: Int32Array;
}

/** A merchant's accounts, ready for decisions, in a fixed order: by id. */
export interface Portfolio {
  readonly channels: readonly PreparedChannel[];
  readonly indexes: ReadonlyMap<string, number>;
}

export const RISK_RANK = { low: 0, medium: 1, high: 2 } as const;

export const preparePortfolio = (candidates: readonly Candidate[]): Portfolio => {
  const accounts = new Map<string, number>();
  for (const candidate of candidates) {
    if (candidate.channel.status !== 'enabled') continue;
    const place = placeOf(candidate);
    accounts.set(place, (accounts.get(place) ?? 0) + 1);
  }
  const channels = candidates
    .map((candidate) => prepareChannel(candidate, (accounts.get(placeOf(candidate)) ?? 0) > 1))
    .sort((a, b) => (a.id === b.id ? 0 : a.id < b.id ? -1 : 1));
  return { channels, indexes: new Map(channels.map(({ id }, index) => [id, index])) };
};

const placeOf = ({ channel: { provider, upstream } }: Candidate): string =>
  `${provider}|${upstream}`;

const prepareChannel = (candidate: Candidate, takesTurns: boolean): PreparedChannel => {
  const { channel, capabilities, reservedTodayMinor = 0n } = candidate;
  const { min, max } = amountRange(candidate);
  const {
    withdrawal,
    settlement,
    hiddenBasisPoints = 0,
    riskBasisPoints = 0,
    attemptMinor = 0,
  } = channel.costs ?? {};
  const offered = capabilities?.methods ?? [];
  const takesCurrency = capabilities?.currencies.includes(channel.currency) !== false;
  return {
    candidate,
    id: channel.id,
    provider: channel.provider,
    upstream: channel.upstream,
    backup: channel.role === 'backup',
    standing: capabilities !== undefined && channel.status === 'enabled' && takesCurrency,
    methods: new Set(channel.methods.filter((method) => offered.includes(method))),
    devices: capabilities && new Set(capabilities.devices),
    clientSdks: capabilities?.clientSdks,
    needsPhone: capabilities?.needsPhone === true,
    currency: channel.currency,
    minMinor: Number(min.minor),
    maxMinor: max ? Number(max.minor) : Number.POSITIVE_INFINITY,
    capMinor: channel.dailyCap ? Number(channel.dailyCap.minor) : Number.POSITIVE_INFINITY,
    reservedMinor: Number(reservedTodayMinor),
    takesTurns,
    issuerMaxMinor: issuerMaxima(channel),
    maxRisk: RISK_RANK[channel.maxRisk ?? 'high'],
    maxPerSecond: channel.maxPerSecond ?? Number.POSITIVE_INFINITY,
    maintenance: Float64Array.from(
      channel.maintenance
        .flatMap(({ startsAt, endsAt }) => [[Date.parse(startsAt), Date.parse(endsAt)] as const])
        .filter(([starts, ends]) => starts < ends)
        .flat(),
    ),
    feeRate: channel.fee.rateBasisPoints / 10_000,
    feeFixedMinor: channel.fee.fixedMinor,
    withdrawalRate: withdrawal
      ? withdrawal.rateBasisPoints / 10_000 + withdrawal.fixedMinor / withdrawal.typicalMinor
      : 0,
    hiddenRate: hiddenBasisPoints / 10_000,
    riskRate: riskBasisPoints / 10_000,
    attemptMinor,
    settlementDays: settlement?.days ?? 0,
    settlementMinimumMinor: settlement?.minimumMinor ?? 0,
    probed: capabilities?.close === true,
    salts: channelSalts(channel.id),
  };
};

/** Largest payment of each bank's buyers; of a bank that is named twice the smaller limit holds. */
const issuerMaxima = ({
  issuerLimits = [],
}: Candidate['channel']): ReadonlyMap<string, number> | undefined => {
  if (issuerLimits.length === 0) return undefined;
  const maxima = new Map<string, number>();
  for (const { issuer, maxAmount } of issuerLimits) {
    const known = maxima.get(issuer) ?? Number.POSITIVE_INFINITY;
    maxima.set(issuer, Math.min(known, Number(maxAmount.minor)));
  }
  return maxima;
};
