import type {
  Channel,
  ChannelCapabilities,
  ClientSdk,
  Device,
  PaymentMethod,
  RiskLevel,
} from '../channels/channel.ts';
import type { Money } from '../money/money.ts';

/** What routing looks at in an account; its secrets are not among it. */
export type RoutableChannel = Pick<
  Channel,
  | 'id'
  | 'provider'
  | 'status'
  | 'role'
  | 'priority'
  | 'weight'
  | 'methods'
  | 'currency'
  | 'minAmount'
  | 'maxAmount'
  | 'dailyCap'
  | 'fee'
  | 'costs'
  | 'tags'
  | 'issuerLimits'
  | 'maxRisk'
  | 'maxPerSecond'
  | 'upstream'
  | 'maintenance'
>;

/** An account that could carry a payment. */
export interface Candidate {
  readonly channel: RoutableChannel;
  /** What its provider can do in the account's access mode; `undefined` when the provider is not part of this build. */
  readonly capabilities: ChannelCapabilities | undefined;
  /**
   * What payments of today have reserved of the daily cap, in minor units, as far as somebody has looked lately. On the
   * payment path the reservation itself is the test.
   */
  readonly reservedTodayMinor?: bigint;
}

/** Ways that a judgement made elsewhere leaves open: absent means all. */
export interface Restriction {
  readonly source: 'product' | 'risk';
  readonly methods?: readonly PaymentMethod[];
  readonly channelIds?: readonly string[];
}

/** The payment to find a channel for. */
export interface RoutingRequest {
  readonly amount: Money;
  readonly method: PaymentMethod;
  readonly device: Device;
  readonly now: Date;
  /** Until when the buyer can pay. */
  readonly expiresAt: Date;
  /** Channels this order has tried already. */
  readonly triedChannelIds: readonly string[];
  /** Upstreams that this order has found broken. */
  readonly failedUpstreams: readonly string[];
  /** Hour (0–23) and weekday (1–7, Monday is 1) at the shop. */
  readonly hour?: number;
  readonly weekday?: number;
  /** ISO code of the buyer's country or province. */
  readonly region?: string;
  /** Code of the buyer's bank. */
  readonly issuer?: string;
  /** Providers' code that the asking front end can run. Absent: all of it. */
  readonly clientSdks?: readonly ClientSdk[];
  /** Whether the phone number that pays is known. Absent: nobody has asked for it yet. */
  readonly hasPhone?: boolean;
  readonly riskLevel?: RiskLevel;
  readonly product?: string;
  readonly quantity?: number;
  /** What is known of the buyer: orders paid before, and the channel used last. */
  readonly buyer?: {
    readonly key?: string;
    readonly paidOrders: number;
    readonly preferredChannelId?: string;
  };
  readonly restrictions?: readonly Restriction[];
}
