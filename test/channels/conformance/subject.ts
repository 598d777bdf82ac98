import type {
  Acknowledgement,
  AcknowledgementKind,
  ChannelPort,
  CloseOutcome,
  CreateOutcome,
  CreateRequest,
  NotificationOutcome,
  PaymentReference,
  PaymentStep,
  ProceedOutcome,
  QueryOutcome,
  RawCallback,
  RefundOutcome,
} from '#shared/application/ports/channel-port.ts';
import type { LeaseStore } from '#shared/application/ports/lease-store.ts';
import type { ProviderHttp, ProviderResponse } from '#shared/application/ports/provider-http.ts';
import type {
  PaymentNotification,
  ProviderStatus,
  VerifiedNotification,
} from '#shared/domain/callbacks/notification.ts';
import type { FailureReason } from '#shared/domain/channels/failures/failure-reason.ts';
import type { Money } from '#shared/domain/money/money.ts';
import type { NextAction } from '#shared/domain/orders/attempt.ts';

/** What a provider's message says, before it is put on the wire. */
export interface ProviderMessage {
  readonly orderNumber: string;
  readonly providerReference: string;
  /** The provider's own spelling of the amount, as it stands on the wire. */
  readonly amount: string;
  /** The provider's own word. */
  readonly status: string;
  /** The provider's word for another currency than the payment's. Absent: the payment's. */
  readonly currency?: string;
}

/** How a provider reports payments. */
export interface NotificationSubject {
  /** Puts a message on the wire as the provider does, signed for `credentials` at that time. */
  readonly notify: (message: ProviderMessage, at: Date) => RawCallback;
  /** The subject's amount in the provider's spelling. */
  readonly spelling: string;
  readonly successWord: string;
  /** What a genuine success is read as, where it differs from a plain payment that succeeded. */
  readonly expected?: Partial<PaymentNotification>;
  readonly statusWords: Readonly<Record<string, ProviderStatus>>;
  /** Absent: the provider's messages carry no amount. */
  readonly amounts?: readonly { readonly spelling: string; readonly amount: Money }[];
  /** Spellings that are no amount. Default: signs, exponents, commas, blanks, too many digits. */
  readonly nonAmounts?: readonly string[];
  /** A word for another currency, and the currency it is. Absent: the protocol knows one currency. */
  readonly otherCurrency?: { readonly word: string; readonly currency: Money['currency'] };
  /** The same secrets under another account number; absent where no message names the account. */
  readonly otherAccountConfig?: unknown;
  /** Another account's secrets. */
  readonly otherCredentials: unknown;
  /** The secret that verifies is blank. */
  readonly blankCredentials: unknown;
  readonly withoutSignature: (callback: RawCallback) => RawCallback;
  /** The order number twice. */
  readonly withDuplicatedField: (callback: RawCallback) => RawCallback;
  /** Headers that the signature is in or covers. */
  readonly signedHeaders?: readonly string[];
  /**
   * What the signature covers. `bearer`: nothing, only the sender is known, by `signedHeaders`; such notifications are hints.
   * `address`: the query alone, which only the provider was told.
   */
  readonly covers: 'everything' | 'bearer' | 'address';
  /** A genuine message with bytes that are no UTF-8, and whether it is still to be believed. */
  readonly foreignCharset: {
    readonly callback: (message: ProviderMessage) => RawCallback;
    readonly verdict: NotificationOutcome['kind'];
  };
  /** Signed times further away are refused. Absent: the protocol judges no time, repeats come much later. */
  readonly staleAfterSeconds?: number;
  /** Answers the calls that judging needs: certificates. Absent: it calls nobody. */
  readonly http?: () => ProviderHttp;
  /** Genuine messages that are not about a payment's success: refunds, disputes, words for nobody. */
  readonly others?: readonly {
    readonly what: string;
    readonly callback: (at: Date) => RawCallback;
    readonly notification: Partial<VerifiedNotification>;
  }[];
}

/** One answer of a provider to one operation. `replies` are to its calls in their order; the last one repeats. */
interface Scripted<Kind> {
  readonly when: string;
  readonly replies: readonly ProviderResponse[];
  readonly outcome: Kind;
  readonly reason?: FailureReason;
  readonly config?: unknown;
}

export type ScriptedCreate = Scripted<CreateOutcome['kind']> & {
  readonly request?: Partial<CreateRequest>;
  readonly nextAction?: NextAction['kind'];
};
export type ScriptedQuery = Scripted<QueryOutcome['kind']> & {
  readonly status?: ProviderStatus;
  readonly payment?: Partial<PaymentReference>;
};
export type ScriptedProceed = Scripted<ProceedOutcome['kind']> & {
  readonly step: PaymentStep;
  readonly status?: ProviderStatus;
  readonly payment?: Partial<PaymentReference>;
};
export type ScriptedClose = Scripted<CloseOutcome['kind']>;
export type ScriptedRefund = Scripted<RefundOutcome['kind']> & {
  readonly refundAmount?: Money;
  readonly payment?: Partial<PaymentReference>;
};

/**
 * All that the suite must know of a channel, once per protocol, mode and way of notification. Adding a provider is adding
 * its subjects; nothing of the suite knows any provider.
 */
export interface ConformanceSubject {
  /** The provider, then what sets this subject apart: `epay v1, notified by GET`. */
  readonly name: string;
  readonly channel: ChannelPort;
  readonly config: unknown;
  readonly credentials: unknown;
  /** What is sold. Defaults: 10.00 CNY by alipay on a desktop. */
  readonly request?: Partial<CreateRequest>;
  /** What the adapter kept of the payment by the time it is asked about or paid back. */
  readonly kept?: string;
  /** What payments have for themselves, on providers that know no order numbers. Default: nothing yet. */
  readonly leases?: LeaseStore;
  /** Absent: nobody notifies. */
  readonly notifications?: NotificationSubject;
  readonly acknowledgements: Readonly<Record<AcknowledgementKind, Acknowledgement>>;
  /** Replies to calls that come before the operation itself: a token. */
  readonly prelude?: readonly ProviderResponse[];
  /** The first one must succeed. With `createsWithoutCall` none is answered by anybody. */
  readonly creates: readonly ScriptedCreate[];
  readonly createsWithoutCall?: boolean;
  /** No operation calls anybody: nobody can fail to answer. */
  readonly callsNobody?: boolean;
  /** The provider answers with a status alone: 200 without a body is an answer. */
  readonly answersWithoutBody?: boolean;
  readonly queries: readonly ScriptedQuery[];
  readonly proceeds?: readonly ScriptedProceed[];
  readonly closes?: readonly ScriptedClose[];
  /** This mode cannot close, although others of the provider can. */
  readonly closesNothing?: boolean;
  readonly refunds: readonly ScriptedRefund[];
  /** A refund of more than was paid, with the provider's own refusal. Absent: it has no refunds. */
  readonly refundOverAmount?: ScriptedRefund;
}
