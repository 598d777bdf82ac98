import type { Behaviour } from './behaviour.ts';
import type { Books, SimulatedPayment, SimulatedRefund } from './books.ts';
import type { Reply, SimulatedRequest } from './exchange.ts';

/** A merchant's account at the simulated provider. `Keys` is JSON: the local stack keeps it across starts. */
export interface SimulatedMerchant<Keys> {
  readonly id: string;
  readonly keys: Keys;
  /** The habits it was opened with. */
  readonly habits: Behaviour['habits'];
  behaviour: Behaviour;
}

/** What a notification is about, with the faults that it is to have. */
export interface News {
  readonly about: 'payment' | 'refund' | 'dispute';
  readonly payment: SimulatedPayment;
  readonly refund?: SimulatedRefund;
  /** The amount to name: the paid one, or a wrong one. */
  readonly minor: number;
  /** The merchant to name. */
  readonly merchantId: string;
  /** The signature must not match. */
  readonly isDamaged: boolean;
}

export interface OutgoingMessage {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** All that the parts of one running simulator share. */
export interface Desk<Keys = unknown, Platform = unknown> {
  readonly merchants: ReadonlyMap<string, SimulatedMerchant<Keys>>;
  /** The provider's own keys. */
  readonly platform: Platform;
  readonly books: Books;
  /** `http://127.0.0.1:<port>` */
  readonly baseUrl: () => string;
  readonly random: () => number;
  /** Runs later, unless the simulator stops before. */
  readonly later: (millis: number, action: () => void) => void;
  /** Tells the merchant, with the provider's patience and the merchant's faults. */
  readonly notify: (
    payment: SimulatedPayment,
    about: News['about'],
    refund?: SimulatedRefund,
  ) => void;
}

/** What a merchant enters at Arteria for an account, as `POST /v1/channels` takes it. */
export interface ChannelSetup {
  readonly provider: string;
  readonly label: string;
  readonly currency: string;
  readonly methods?: readonly string[];
  readonly config: Readonly<Record<string, unknown>>;
  readonly credentials: Readonly<Record<string, string>>;
}

/**
 * A provider to simulate: its wire, written apart from the channel's code on purpose, because a mistake that both sides
 * share would go unnoticed. Everything else (books, faults, repetitions, the buyer's page, the controls) is the kit's.
 */
export interface Simulation<Keys = unknown, Platform = unknown> {
  /** The channel's provider name. */
  readonly provider: string;
  /** The provider's own keys, as JSON. */
  makePlatform(): Promise<Platform> | Platform;
  /** A merchant's account, as JSON; `index` counts from 1. */
  makeMerchant(index: number, platform: Platform): { id: string; keys: Keys };
  /** What the merchant enters to use the account, a channel for each mode worth showing. */
  channels(
    merchant: Pick<SimulatedMerchant<Keys>, 'id' | 'keys'>,
    platform: Platform,
    baseUrl: string,
  ): readonly ChannelSetup[];
  /** The provider's API; `undefined`: no such address. */
  answer(
    desk: Desk<Keys, Platform>,
    request: SimulatedRequest,
  ): Promise<Reply | undefined> | Reply | undefined;
  /** Whose reply delay applies to a request. */
  merchantOf?(desk: Desk<Keys, Platform>, request: SimulatedRequest): string | undefined;
  /** The message for a merchant; `undefined`: this provider does not tell that. */
  compose(desk: Desk<Keys, Platform>, news: News): OutgoingMessage | undefined;
  isAcknowledged(reply: { readonly status: number; readonly body: string }): boolean;
  /** Waits between the repetitions of a notification that was not acknowledged. */
  readonly retrySeconds: readonly number[];
  /** Ways to pay among which the buyer chooses when the order names none: the provider's words, as people call them. */
  readonly ways?: Readonly<Record<string, string>>;
  /** What happens when the buyer pays. Default: the payment is paid, and the merchant hears of it. */
  buyerPays?(desk: Desk<Keys, Platform>, payment: SimulatedPayment, minor: number): void;
  /** Where the buyer's browser goes after they paid or gave up. Default: the payment's return address. */
  returnTo?(desk: Desk<Keys, Platform>, payment: SimulatedPayment): string;
}
