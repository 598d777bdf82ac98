import type { ProviderStatus } from '../callbacks/notification.ts';
import type { FailureReason } from '../channels/failures/failure-reason.ts';
import type { Money } from '../money/money.ts';
import type { Refund } from '../refunds/refund.ts';
import type { RefundReceiver } from '../refunds/refund-receiver.ts';
import type { Sealed } from '../stock/sealed.ts';
import type { Attempt } from './attempt.ts';
import type { GivenContact } from './buyer-contact.ts';
import type { Reporter } from './reporter.ts';

/** Everything that can happen to an order after it was created. */
export type OrderEvent =
  /** The buyer starts to pay; `attempt` is about to be sent to the provider. */
  | {
      readonly kind: 'attempt_started';
      readonly attempt: Attempt;
      /** What the buyer typed with it. */
      readonly contact?: GivenContact;
    }
  /** The buyer typed a contact for a payment that had been started before, or that could not be. */
  | { readonly kind: 'contact_given'; readonly contact: GivenContact }
  /** A verified notification, a query, a step or a close says what became of a payment. */
  | {
      readonly kind: 'payment_reported';
      readonly attemptId: string;
      /** The account that reports; a payment counts only when its own account vouches for it. */
      readonly channelId: string;
      /** Which of the channel's accounts it vouches for. Absent: the payment's own account was asked. */
      readonly accountVersions?: readonly number[];
      readonly status: ProviderStatus;
      readonly amount: Money | undefined;
      readonly providerReference: string | undefined;
      /** Why, when it failed or was closed; absent when the provider does not say. */
      readonly failureReason?: FailureReason;
      /** What the provider's adapter wants to have again, sealed. */
      readonly kept?: Sealed;
      readonly source: 'notification' | 'query' | 'step' | 'close';
      /** Its word alone is not enough: the provider is asked before anything is delivered. */
      readonly confirm?: boolean;
      /** One of several transfers that may come; `amount` is this one's. */
      readonly transferId?: string;
    }
  /** The provider was asked often whether an announced payment is real, and never said yes. */
  | { readonly kind: 'confirmation_missing'; readonly attemptId: string }
  | { readonly kind: 'expire' }
  | { readonly kind: 'cancel'; readonly actor: string; readonly reason: string | undefined }
  /** Cards may have arrived for a paid order that waits for them, or it has waited long enough. */
  | { readonly kind: 'stock_looked_at' }
  /** 补单: a person vouches for the payment, or delivers a manual product. */
  | {
      readonly kind: 'complete_by_hand';
      readonly actor: string;
      readonly reason: string;
      readonly hasContent: boolean;
    }
  /** The merchant's delivery hook answered with what to deliver. */
  | { readonly kind: 'hook_delivered' }
  /** The hook did not answer, or said "later". */
  | { readonly kind: 'hook_failed'; readonly detail: string }
  /** A person has looked: the order goes on as it stands, or ends without a delivery. */
  | {
      readonly kind: 'review_resolved';
      readonly actor: string;
      readonly reason: string;
      readonly outcome: 'keep' | 'cancel';
    }
  | {
      readonly kind: 'refund_requested';
      readonly actor: string;
      readonly reason: string;
      /** Default: the attempt that paid the order. */
      readonly attemptId: string | undefined;
      /** Default: all that is left of it. */
      readonly amountMinor: bigint | undefined;
      readonly cards: Refund['cards'] | undefined;
      readonly requestKey: string | undefined;
    }
  /** What became of a refund; `unknown` when nobody but a person can find out. */
  | {
      readonly kind: 'refund_reported';
      readonly refundId: string;
      readonly outcome: 'succeeded' | 'failed' | 'unknown';
      readonly providerReference: string | undefined;
      readonly detail: string | undefined;
      /** `provider`, or the person who found out. */
      readonly actor: string;
    }
  /** A person says where the money of an unknown refund goes, because it could not go back. */
  | {
      readonly kind: 'refund_redirected';
      readonly refundId: string;
      readonly receiver: Sealed;
      readonly to: RefundReceiver['kind'];
      readonly reason: string;
      readonly actor: string;
    }
  /** A verified notification says what became of a refund, which need not be one of ours. */
  | {
      readonly kind: 'refund_notified';
      readonly reporter: Reporter;
      readonly refundId: string | undefined;
      /** The attempt that was paid back, when the provider names it. */
      readonly attemptId: string | undefined;
      readonly status: 'succeeded' | 'failed';
      readonly amount: Money | undefined;
      readonly providerReference: string | undefined;
      readonly providerStatus: string;
      /** `false` when such notifications prove nothing and nobody can be asked. */
      readonly isProven: boolean;
    }
  /** A verified notification speaks of a buyer's dispute. */
  | {
      readonly kind: 'disputed';
      readonly reporter: Reporter;
      readonly attemptId: string;
      /** The provider's number of the dispute. */
      readonly reference: string;
      readonly status: 'open' | 'won' | 'lost' | 'unknown';
      readonly providerStatus: string;
      readonly amount: Money | undefined;
      /** The provider's word for the buyer's reason. */
      readonly cause: string | undefined;
      readonly answerBy: string | undefined;
      readonly isProven: boolean;
    };

/**
 * Whether cards can be had for an order that holds none. `unasked` until somebody has looked: `decide` says when it
 * has to know.
 */
export type StockAnswer = 'unasked' | 'available' | 'short';
