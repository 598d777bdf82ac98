import type { Channel, ChannelCapabilities, Device, PaymentMethod } from '../channels/channel.ts';
import type { Money } from '../money/money.ts';

/** What routing looks at in an account; its secrets are not among it. */
export type RoutableChannel = Pick<
  Channel,
  | 'id'
  | 'status'
  | 'role'
  | 'priority'
  | 'weight'
  | 'methods'
  | 'currency'
  | 'minAmount'
  | 'maxAmount'
  | 'dailyCap'
  | 'upstream'
  | 'maintenance'
>;

/** An account that could carry a payment. */
export interface Candidate {
  readonly channel: RoutableChannel;
  /** What its provider can do; `undefined` when the provider is not part of this build. */
  readonly capabilities: ChannelCapabilities | undefined;
  /**
   * What payments of today have reserved of the daily cap, in minor units, when somebody has looked. The payment path
   * does not: there the reservation itself is the test.
   */
  readonly reservedTodayMinor?: bigint;
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
}
