import type { PaymentMethod } from '../channels/channel.ts';

/** What is known of a method that can pay the order now: of its best channel, as routing sees it. */
export interface MethodFacts {
  readonly method: PaymentMethod;
  /** How much this order's failed tries speak against it: see `earlierFailures`. */
  readonly failed: 0 | 1 | 2;
  /** Where it stands in the shop's own order of channels; lower comes first. */
  readonly place: number;
  /** Probability that it is paid, in [0, 1]. */
  readonly success: number;
  /** `broken`: routing uses it only when nothing else is left. */
  readonly health: 'well' | 'impaired' | 'broken';
  /** Median seconds from the start to the payment. Absent: nobody knows. */
  readonly seconds?: number | undefined;
  /** The shop's own fee in minor units: decides among equals alone, because no buyer pays it. */
  readonly feeMinor: number;
  /** The buyer has to say, or may say, something first: a phone number, a bank. */
  readonly asksFirst: boolean;
}
