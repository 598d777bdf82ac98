import type { Channel } from '#shared/domain/channels/channel.ts';
import type { Tenant } from '#shared/domain/identity/tenant.ts';
import type { StoredState } from './stored-state.ts';

/** A payment by the provider's own books. */
export interface ProviderPayment {
  /** Our order number at the provider. */
  readonly orderNumber: string;
  readonly isPaid: boolean;
  readonly paidMinor: number;
  readonly refundedMinor: number;
}

/** What came back to a notification that somebody got an answer to. */
export interface SeenAcknowledgement {
  readonly orderNumber: string;
  /** The provider will not say it again. */
  readonly accepted: boolean;
  /** Not the bytes that it should have been: what was said instead. */
  readonly wrong: string | undefined;
}

/** Everything that invariants are judged by: our items, and what only strangers know. */
export interface Evidence {
  readonly state: StoredState;
  readonly tenant: Tenant;
  /** What another tenant found who asked for everything of the shop's; nothing, when all is well. */
  readonly visibleToOthers: readonly string[];
  readonly payments: readonly ProviderPayment[];
  readonly acknowledgements: readonly SeenAcknowledgement[];
  /** Ids of all cards that were ever put into stock. */
  readonly importedCards: ReadonlySet<string>;
  readonly channels: readonly Channel[];
  /** Ids of webhooks that the merchant took. */
  readonly received: ReadonlySet<string>;
  /** Orders for whose money a person vouched. */
  readonly completedByHand: ReadonlySet<string>;
  /** So much less than the price is taken for the price. */
  readonly toleranceBasisPoints: number;
}
