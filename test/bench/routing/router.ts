/** A payment as a router sees it. Words are places in the lists of `WorldFacts`. */
export interface PaymentContext {
  readonly id: number;
  /** Virtual time, milliseconds. */
  readonly at: number;
  readonly amountMinor: number;
  readonly method: number;
  /** The buyer's bank. */
  readonly issuer: number;
  readonly device: number;
  readonly region: number;
  readonly hour: number;
  readonly risk: 0 | 1 | 2;
  readonly returning: boolean;
  /** The channel this buyer paid through last, -1 for none. */
  readonly preferred: number;
}

/** What became of an earlier try of the same payment. */
export interface FailedTry {
  readonly channel: number;
  readonly kind: 'sync_error' | 'declined';
}

/** A router's choice. Channels are places in `WorldFacts.channels`. */
export interface Decision {
  /** Best first. */
  readonly order: readonly number[];
  /** Predicted success by channel; NaN where nothing is predicted. */
  readonly p: ArrayLike<number>;
  /** Probability with which the first of the order came first. */
  readonly propensity: number;
  /** Expected money by channel, by which the order was made. */
  readonly utility?: ArrayLike<number>;
}

export interface Attempt {
  readonly id: number;
  readonly context: PaymentContext;
  readonly channel: number;
  readonly at: number;
}

/** What a router hears of an attempt. Silence is never reported: a router has its own time-out. */
export interface Outcome {
  readonly attemptId: number;
  readonly at: number;
  readonly kind: 'paid' | 'declined' | 'sync_error';
}

/** A routing policy under test. Called in the order of virtual time. */
export interface Router {
  decide(context: PaymentContext, now: number, tried: readonly FailedTry[]): Decision;
  onAttempt(attempt: Attempt): void;
  onOutcome(outcome: Outcome): void;
}

/** What a merchant knows of a channel. Amounts in minor units, rates in basis points. */
export interface ChannelFacts {
  readonly name: string;
  readonly methods: readonly number[];
  readonly upstream: string;
  readonly tags: readonly string[];
  readonly backup: boolean;
  readonly feeBasisPoints: number;
  readonly feeFixedMinor: number;
  readonly hiddenBasisPoints: number;
  readonly settlementDays: number;
  readonly minMinor: number;
  readonly maxMinor: number;
  readonly dailyCapMinor: number;
  readonly issuerMaxMinor: readonly number[];
  readonly maxRisk: number;
  readonly contractPerSecond: number;
  readonly maintenance: readonly { readonly startsAt: number; readonly endsAt: number }[];
}

/** What a merchant knows of the world. */
export interface WorldFacts {
  readonly startsAt: number;
  readonly channels: readonly ChannelFacts[];
  readonly methods: readonly string[];
  readonly issuers: readonly string[];
  readonly devices: readonly string[];
  readonly regions: readonly string[];
  readonly value: {
    readonly marginBasisPoints: number;
    readonly loyaltyMinor: number;
    readonly failureMinor: number;
    readonly attemptMinor: number;
    readonly capitalBasisPointsPerDay: number;
  };
  readonly highRiskHours: readonly number[];
  /** Time from an event to the moment a router hears of it. */
  readonly lagMillis: number;
  /** Money the account may still take today: exact. */
  capLeftMinor(channel: number, now: number): number;
}

/** Oracles only: the truth of this moment. */
export interface Truth {
  successProbability(context: PaymentContext, channel: number, now: number): number;
}

export interface RouterFactory {
  readonly name: string;
  /** Its reservations are refused beyond the cap, and the next channel is taken; otherwise it is let through and counted. */
  readonly reserves: boolean;
  readonly failsOver: boolean;
  create(facts: WorldFacts, seed: number, truth: Truth): Router;
}

/** After so long without news an attempt counts as not paid, and its payment as open no more. */
export const TIMEOUT_MILLIS = 300_000;
