import type { z } from 'zod';
import type {
  ProviderStatus,
  RejectionReason,
  VerifiedNotification,
} from '../../domain/callbacks/notification.ts';
import type { ChannelCapabilities, Device, PaymentMethod } from '../../domain/channels/channel.ts';
import type { Expiry } from '../../domain/channels/expiry-notice.ts';
import type { FailureReason } from '../../domain/channels/failures/failure-reason.ts';
import type { ChannelTerms } from '../../domain/channels/terms.ts';
import type { Mode } from '../../domain/identity/tenant.ts';
import type { Money } from '../../domain/money/money.ts';
import type { NextAction } from '../../domain/orders/attempt.ts';
import type { RefundReceiver } from '../../domain/refunds/refund-receiver.ts';
import type { LeaseStore } from './lease-store.ts';
import type { ProviderHttp } from './provider-http.ts';

/** Everything an operation may know about the account it acts for. */
export interface ChannelContext<Config = unknown, Credentials = unknown> {
  readonly channelId: string;
  readonly mode: Mode;
  readonly config: Config;
  readonly credentials: Credentials;
  /** Where the provider reports to: `…/callbacks/{provider}/{channel_id}`. */
  readonly notifyUrl: string;
  readonly http: ProviderHttp;
  /** Addresses and amounts that one payment has for itself for a while, on providers that know no order numbers. */
  readonly leases: LeaseStore;
  readonly now: Date;
}

export interface CreateRequest {
  /** Our attempt in the 26-character form; the provider's "merchant order number". */
  readonly orderNumber: string;
  readonly amount: Money;
  readonly method: PaymentMethod;
  readonly device: Device;
  /** What the buyer reads in their wallet. */
  readonly subject: string;
  /** Where the provider sends the buyer back to, by GET or POST. */
  readonly returnUrl: string;
  /**
   * The same for providers that know one registered address only: `url` is equal for every order of a deployment, and
   * `state` must come back with the buyer as the query parameter `state`.
   */
  readonly sharedReturn: SharedReturn;
  readonly buyerIp: string;
  /** The phone number that the buyer pays from, in E.164, when they gave one. */
  readonly phone?: string;
  /** The bank that the buyer chose, as `capabilities.banks` names it. */
  readonly bank?: string;
  /** When the attempt was made: the same whenever it is sent again or asked about. */
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

export interface SharedReturn {
  readonly url: string;
  readonly state: string;
}

/**
 * The three outcomes of any call to a provider.
 * `did_not_happen` is a promise that no money can move under this order number: only then may another channel be
 * tried at once. When in doubt, `unknown`.
 */
export type CreateOutcome =
  | {
      readonly kind: 'happened';
      readonly nextAction: NextAction;
      readonly providerReference?: string;
      readonly kept?: string;
    }
  | { readonly kind: 'did_not_happen'; readonly reason: FailureReason; readonly detail: string }
  | { readonly kind: 'unknown'; readonly detail: string };

export interface PaymentReference {
  readonly orderNumber: string;
  readonly providerReference?: string;
  readonly amount: Money;
  readonly method: PaymentMethod;
  readonly device: Device;
  /** When the attempt was made; also the time of its `create`. */
  readonly createdAt: Date;
  readonly expiresAt: Date;
  /**
   * What an earlier operation wanted kept of this payment, e.g. a token that refunds need. Sealed at rest; the newest
   * one replaces those before it. It is lost when the process dies before its outcome is written: `query` brings it again
   * where it can.
   */
  readonly kept?: string;
}

export type QueryOutcome =
  | {
      readonly kind: 'found';
      readonly status: ProviderStatus;
      readonly providerStatus: string;
      readonly amount?: Money;
      readonly providerReference?: string;
      /** Why, when it failed or was closed, as far as the provider says. */
      readonly failureReason?: FailureReason;
      /** The buyer has agreed, and nothing is charged before {@link ChannelPort.proceed} says so. Status `pending`. */
      readonly awaitsApprovedStep?: boolean;
      readonly kept?: string;
    }
  | { readonly kind: 'not_found'; readonly detail: string }
  /** `reason`: the provider refused to answer for a cause that a person can mend. */
  | { readonly kind: 'unknown'; readonly detail: string; readonly reason?: FailureReason };

/** Why a payment that waits for its next step goes on now. */
export type PaymentStep =
  /** The provider says that the buyer has agreed: charge. */
  | { readonly kind: 'approved' }
  /** The buyer's browser came back from the provider; not to be believed, only to be checked. */
  | {
      readonly kind: 'returned';
      readonly query: Readonly<Record<string, string>>;
      readonly form: Readonly<Record<string, string>>;
    }
  /** The buyer typed the code that they were sent. */
  | { readonly kind: 'code'; readonly code: string }
  | { readonly kind: 'resend_code' };

export type ProceedOutcome =
  | QueryOutcome
  /** The buyer has something else to do now. */
  | {
      readonly kind: 'next';
      readonly nextAction: NextAction;
      readonly providerReference?: string;
      readonly kept?: string;
    }
  /** This step was not taken, the payment stays as it was, and the buyer may try again: a wrong code. */
  | { readonly kind: 'not_accepted'; readonly reason: FailureReason; readonly detail: string };

/** What a step knows beside the payment: some providers are told the order only now. */
export type StepRequest = PaymentReference &
  Pick<CreateRequest, 'subject' | 'returnUrl' | 'sharedReturn' | 'buyerIp' | 'phone' | 'bank'>;

export type CloseOutcome =
  | { readonly kind: 'closed' }
  | { readonly kind: 'already_paid' }
  | { readonly kind: 'not_supported' }
  | { readonly kind: 'unknown'; readonly detail: string };

export interface RefundRequest extends PaymentReference {
  /** Our refund's number: the same number again is the same refund. */
  readonly refundNumber: string;
  readonly refundAmount: Money;
  /** When the refund was asked for: the same whenever it is sent again. */
  readonly refundCreatedAt: Date;
  readonly reason: string;
  /** Where `redirectsRefunds`: a person sends money that could not go back there. Absent: it goes back. */
  readonly receiver?: RefundReceiver;
}

export type RefundOutcome =
  | { readonly kind: 'succeeded'; readonly providerReference?: string }
  /** The provider works on it. Only where refunds are repeatable: asking again is the way to learn the result. */
  | { readonly kind: 'pending'; readonly providerReference?: string }
  /**
   * No money moved under this number, in this call or an earlier one. `transient`: nobody was reached; the same refund
   * may be sent again later.
   */
  | { readonly kind: 'did_not_happen'; readonly reason: string; readonly transient?: boolean }
  /** `personActs`: the provider goes on only when a person has done something; `detail` says what. */
  | { readonly kind: 'unknown'; readonly detail: string; readonly personActs?: boolean };

/** A callback exactly as it came over the wire. Header names are lower case. */
export interface RawCallback {
  readonly httpMethod: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The raw query string without `?`. */
  readonly query: string;
  readonly body: Uint8Array;
}

export type NotificationOutcome =
  | {
      readonly kind: 'verified';
      readonly notification: VerifiedNotification;
      /** With a hint: what is to be kept of its payment, where no other operation is told it. */
      readonly kept?: string;
    }
  /** It could not be judged now: the provider's certificate could not be fetched. Answered with `try_again`. */
  | { readonly kind: 'unavailable'; readonly detail: string }
  | { readonly kind: 'rejected'; readonly reason: RejectionReason; readonly detail: string };

/** What a watched ledger showed since the last look. */
export type WatchOutcome =
  | {
      readonly kind: 'looked';
      /** Each with the ledger's own words as evidence, in JSON. */
      readonly sightings: readonly {
        readonly notification: VerifiedNotification;
        readonly evidence: string;
      }[];
      /** Where the next look starts; stored only after every sighting is safe. */
      readonly cursor: string;
      /** There is more to see at once. */
      readonly isBehind: boolean;
    }
  | { readonly kind: 'unknown'; readonly detail: string };

export interface StatementRequest {
  /** `trade`: payments and refunds. `funds`: every movement of the account's balance. */
  readonly kind: 'trade' | 'funds';
  /** The provider's business day, `2026-11-27`. */
  readonly day: string;
}

export type StatementOutcome =
  | {
      readonly kind: 'file';
      readonly name: string;
      readonly contentType: string;
      readonly bytes: Uint8Array;
    }
  /** Not made yet, or nothing happened on that day and the provider makes no file for it. */
  | { readonly kind: 'not_ready'; readonly detail: string }
  | { readonly kind: 'no_file'; readonly detail: string }
  /** Unanswered, cut short, or not the file that the provider's own hash speaks of. */
  | { readonly kind: 'unknown'; readonly detail: string };

export type { Expiry };

/** The bytes that the provider wants to read back. */
export interface Acknowledgement {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * - `accepted`: verified and safely queued (also for duplicates): the provider may stop repeating it.
 * - `rejected`: not believed.
 * - `try_again`: we could not store it; the provider must repeat it.
 */
export type AcknowledgementKind = 'accepted' | 'rejected' | 'try_again';

/**
 * One provider. Operations are pure except for `http`; time comes in through the context.
 * A provider that lacks an operation says so in `capabilities` and leaves it out.
 */
export interface ChannelPort<Config = unknown, Credentials = unknown> {
  readonly provider: string;
  readonly capabilities: ChannelCapabilities;
  /** What it usually costs, when it settles and what it takes, with the source of each figure. */
  readonly terms: ChannelTerms;
  /** What an account can do in the access mode that its settings choose. Absent: all of `capabilities`. */
  capabilitiesOf?(config: Config): ChannelCapabilities;
  /** Settings a merchant types that are no secret. */
  readonly configSchema: z.ZodType<Config>;
  /** Secrets. A blank secret must not parse. */
  readonly credentialsSchema: z.ZodType<Credentials>;
  /**
   * Combinations that the schemas alone cannot refuse, e.g. an access mode that lacks its key. `[]` when all is well.
   */
  problems(config: Config, credentials: Credentials): { param: string; message: string }[];
  /** Secrets that belong to one account alone: the same one under another account is a mistake or a risk. */
  readonly ownSecrets: readonly string[];
  /**
   * Who holds one of `ownSecrets`, where that is not the account itself: a service provider whose merchants are all paid
   * with its keys. Accounts of one holder may share that secret. `undefined`: it is the account's.
   */
  secretHolderOf?(config: Config, secret: string): string | undefined;
  /** The provider's account that this configuration names, shown to people (`1001`, a merchant number …). */
  accountOf(config: Config): string;
  create(
    context: ChannelContext<Config, Credentials>,
    request: CreateRequest,
  ): Promise<CreateOutcome>;
  /**
   * Whether `create` under this configuration only signs an address and calls nobody: then there is nothing to record
   * before it, and the attempt is written once, with its next action. Absent: it calls.
   */
  createsWithoutCall?(config: Config): boolean;
  query(
    context: ChannelContext<Config, Credentials>,
    payment: PaymentReference,
  ): Promise<QueryOutcome>;
  /**
   * Takes a payment one step on. Called again, with the same step, it must be the same step: a charge bears the
   * payment's own number.
   */
  proceed?(
    context: ChannelContext<Config, Credentials>,
    payment: StepRequest,
    step: PaymentStep,
  ): Promise<ProceedOutcome>;
  close?(
    context: ChannelContext<Config, Credentials>,
    payment: PaymentReference,
  ): Promise<CloseOutcome>;
  /**
   * Asking for a refund again under the same number is the same refund and tells its state. Where it is not, a refund
   * whose outcome is unknown is never repeated: a person looks. Absent: it is not.
   */
  refundsRepeatably?(config: Config): boolean;
  /** A refund that the buyer's bank did not take can go elsewhere: `RefundRequest.receiver`. Absent: it can't. */
  readonly redirectsRefunds?: boolean;
  refund?(
    context: ChannelContext<Config, Credentials>,
    request: RefundRequest,
  ): Promise<RefundOutcome>;
  /**
   * The only producer of a verified notification. Has no default; a blank key never verifies. Never throws. May fetch the
   * provider's certificate through `context.http`; who cannot be asked is `unavailable`, which the provider repeats.
   */
  notification(
    context: ChannelContext<Config, Credentials>,
    callback: RawCallback,
  ): Promise<NotificationOutcome>;
  acknowledge(kind: AcknowledgementKind): Acknowledgement;
  /**
   * Headers of a callback that its signature lives in or covers, in lower case: without them the bytes prove nothing
   * later. They are kept with the callback's trace and shown to the merchant, so name no secret. Absent: the signature
   * is part of the query or the body.
   */
  readonly evidenceHeaders?: readonly string[];
  /**
   * Looks at a public ledger for payments, where nobody notifies. Every transfer is reported at least once, in an order
   * that may change; the first look starts now.
   */
  watch?(
    context: ChannelContext<Config, Credentials>,
    cursor: string | undefined,
  ): Promise<WatchOutcome>;
  statement?(
    context: ChannelContext<Config, Credentials>,
    request: StatementRequest,
  ): Promise<StatementOutcome>;
  /** A harmless signed call, where a query for a number that nobody has used tells little. Absent: that query. */
  test?(
    context: ChannelContext<Config, Credentials>,
    unused: PaymentReference,
  ): Promise<QueryOutcome>;
  /** Empty where the provider's formats carry no date. Never throws. */
  expiries?(config: Config, credentials: Credentials): readonly Expiry[];
}

/** A provider's code, loaded on first use. */
export interface ChannelRegistry {
  readonly providers: readonly string[];
  load(provider: string): Promise<ChannelPort | undefined>;
}
