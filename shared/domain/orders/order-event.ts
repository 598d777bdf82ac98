import type { ProviderStatus } from '../callbacks/notification.ts';
import type { Money } from '../money/money.ts';
import type { Attempt } from './attempt.ts';

/** Everything that can happen to an order after it was created. */
export type OrderEvent =
  /** The buyer starts to pay; `attempt` is about to be sent to the provider. */
  | { readonly kind: 'attempt_started'; readonly attempt: Attempt }
  /** A verified notification or a query says what became of a payment. */
  | {
      readonly kind: 'payment_reported';
      readonly attemptId: string;
      /** The account that reports; a payment counts only when its own account vouches for it. */
      readonly channelId: string;
      readonly status: ProviderStatus;
      readonly amount: Money | undefined;
      readonly providerReference: string | undefined;
      readonly source: 'notification' | 'query';
    }
  | { readonly kind: 'expire' }
  | { readonly kind: 'cancel'; readonly actor: string; readonly reason: string | undefined }
  /** 补单: a person vouches for the payment, or delivers a manual product. */
  | {
      readonly kind: 'complete_by_hand';
      readonly actor: string;
      readonly reason: string;
      readonly hasContent: boolean;
    };

/**
 * Whether cards can be had for an order that holds none. `unasked` until somebody has looked: `decide` says when it
 * has to know.
 */
export type StockAnswer = 'unasked' | 'available' | 'short';
