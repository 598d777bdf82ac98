import type { FailureReason } from '../../domain/channels/failures/failure-reason.ts';
import { minorOfUnits } from './amount.ts';
import { settingsOf, type UsdtConfig, watchedAddresses } from './config.ts';

/** Tokens that arrived at one of our addresses, as the chain itself tells. */
export interface Transfer {
  readonly hash: string;
  /** Which of its transaction's events it is: a transaction may carry several transfers. */
  readonly index: number;
  readonly from: string;
  readonly to: string;
  /** In the token's smallest unit. */
  readonly units: bigint;
  readonly blockNumber: bigint;
  readonly blockHash?: string;
  readonly at: Date;
  /** It can no longer vanish, as far as the settings define that. */
  readonly isFinal: boolean;
}

/** Nobody could be asked, or what they said cannot be used. */
export interface LedgerFailure {
  readonly kind: 'failed';
  readonly detail: string;
  readonly reason?: FailureReason;
}

export const failed = (detail: string, reason?: FailureReason): LedgerFailure => ({
  kind: 'failed',
  detail,
  ...(reason ? { reason } : {}),
});

export interface Look {
  readonly kind: 'looked';
  /** Final ones only. */
  readonly transfers: readonly Transfer[];
  readonly cursor: string;
  readonly isBehind: boolean;
}

export interface Head {
  readonly kind: 'head';
  readonly number: bigint;
  readonly at: Date;
}

export interface Search {
  readonly address: string;
  /** Only transfers of exactly this much; absent: any. */
  readonly minor?: bigint;
  readonly since: Date;
}

export interface Found {
  readonly kind: 'found';
  readonly transfers: readonly Transfer[];
  /** Nothing was left out. One search may cost only so much, and goes from the beginning. */
  readonly isComplete: boolean;
}

/** A public chain, as the operations need it. */
export interface Ledger {
  /** What came since the last look. */
  look(cursor: string | undefined): Promise<Look | LedgerFailure>;
  /** What came to one address; also what is not final yet. */
  search(search: Search): Promise<Found | LedgerFailure>;
  /** Whether it can be read with these settings: the right chain, the token, the key. */
  check(): Promise<Head | LedgerFailure>;
}

/**
 * Whether a transfer can be a payment: to us, worth more than dust, and not moved within the shop's own addresses.
 * Strangers send dust and nothing at all to be found in a wallet's history.
 */
export const canBePayment = (
  config: UsdtConfig,
  { from, to, units }: Pick<Transfer, 'from' | 'to' | 'units'>,
): boolean => {
  const { decimals, minimumMinor } = settingsOf(config);
  const ours = watchedAddresses(config);
  return (
    units > 0n &&
    ours.includes(to) &&
    !ours.includes(from) &&
    minorOfUnits(units, decimals) >= minimumMinor
  );
};

export const matchesSearch = (
  config: UsdtConfig,
  { address, minor, since }: Search,
  { to, units, at }: Pick<Transfer, 'to' | 'units' | 'at'>,
): boolean =>
  to === address &&
  at >= since &&
  (minor === undefined || minorOfUnits(units, settingsOf(config).decimals) === minor);

/** @returns the failure when a newest block is too old. */
export const standstill = (config: UsdtConfig, at: Date, now: Date): LedgerFailure | undefined => {
  const age = now.getTime() - at.getTime();
  return age > settingsOf(config).maxHeadAgeMillis
    ? failed(
        `the newest block is ${Math.round(age / 1_000)} s old: the chain or the node stands still`,
        'provider_maintenance',
      )
    : undefined;
};
