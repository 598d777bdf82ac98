import type { PaymentMethod } from './channel.ts';

/**
 * Where a figure comes from. `verified`: it stands in the named public document. Otherwise it is what shops usually get,
 * and must be compared with the own contract.
 */
export interface TermSource {
  readonly text: string;
  readonly verified: boolean;
}

/**
 * What a provider usually charges and allows: what a new account starts with until its merchant enters the figures of
 * their own contract, and what the channel table shows.
 */
export interface ChannelTerms {
  readonly fees: readonly {
    /** Absent: every method. */
    readonly method?: PaymentMethod;
    readonly rateBasisPoints: number;
    /** In the minor unit of the account's currency. */
    readonly fixedMinor: number;
    readonly source: TermSource;
  }[];
  /** Days until the money is with the merchant (T+n). */
  readonly settlement?: { readonly days: number; readonly source: TermSource };
  /** What one payment may be, beyond what the protocol itself can carry. Minor units. */
  readonly limits?: readonly {
    readonly method?: PaymentMethod;
    readonly minMinor?: number;
    readonly maxMinor?: number;
    readonly source: TermSource;
  }[];
  /** How long after a payment it can be paid back. */
  readonly refundWithinDays?: { readonly days: number; readonly source: TermSource };
  /** Hours of service and announced interruptions, in words. */
  readonly hours?: { readonly text: string; readonly source: TermSource };
}
