import type { z } from 'zod';
import type {
  ProviderStatus,
  RejectionReason,
  VerifiedNotification,
} from '../../domain/callbacks/notification.ts';
import type { ChannelCapabilities, Device, PaymentMethod } from '../../domain/channels/channel.ts';
import type { FailureReason } from '../../domain/channels/failures/failure-reason.ts';
import type { Mode } from '../../domain/identity/tenant.ts';
import type { Money } from '../../domain/money/money.ts';
import type { NextAction } from '../../domain/orders/attempt.ts';
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
  /** Where the provider sends the buyer back to. */
  readonly returnUrl: string;
  readonly buyerIp: string;
  readonly expiresAt: Date;
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
    }
  | { readonly kind: 'did_not_happen'; readonly reason: FailureReason; readonly detail: string }
  | { readonly kind: 'unknown'; readonly detail: string };

export interface PaymentReference {
  readonly orderNumber: string;
  readonly providerReference?: string;
  readonly amount: Money;
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
    }
  | { readonly kind: 'not_found'; readonly detail: string }
  | { readonly kind: 'unknown'; readonly detail: string };

export type CloseOutcome =
  | { readonly kind: 'closed' }
  | { readonly kind: 'already_paid' }
  | { readonly kind: 'not_supported' }
  | { readonly kind: 'unknown'; readonly detail: string };

export interface RefundRequest extends PaymentReference {
  /** Our refund's number: the same number again is the same refund. */
  readonly refundNumber: string;
  readonly refundAmount: Money;
  readonly reason: string;
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
  | { readonly kind: 'unknown'; readonly detail: string };

/** A callback exactly as it came over the wire. Header names are lower case. */
export interface RawCallback {
  readonly httpMethod: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The raw query string without `?`. */
  readonly query: string;
  readonly body: Uint8Array;
}

export type NotificationOutcome =
  | { readonly kind: 'verified'; readonly notification: VerifiedNotification }
  | { readonly kind: 'rejected'; readonly reason: RejectionReason; readonly detail: string };

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
  close?(
    context: ChannelContext<Config, Credentials>,
    payment: PaymentReference,
  ): Promise<CloseOutcome>;
  /**
   * Asking for a refund again under the same number is the same refund and tells its state. Where it is not, a refund
   * whose outcome is unknown is never repeated: a person looks. Absent: it is not.
   */
  refundsRepeatably?(config: Config): boolean;
  refund?(
    context: ChannelContext<Config, Credentials>,
    request: RefundRequest,
  ): Promise<RefundOutcome>;
  /** The only producer of a verified notification. Has no default; a blank key never verifies. Never throws. */
  notification(
    context: ChannelContext<Config, Credentials>,
    callback: RawCallback,
  ): NotificationOutcome;
  acknowledge(kind: AcknowledgementKind): Acknowledgement;
}

/** A provider's code, loaded on first use. */
export interface ChannelRegistry {
  readonly providers: readonly string[];
  load(provider: string): Promise<ChannelPort | undefined>;
}
