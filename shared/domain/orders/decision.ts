import type { ErrorCode } from '../errors/app-error.ts';
import type { EventType } from '../webhooks/event.ts';
import type { Attempt } from './attempt.ts';
import type { Order } from './order.ts';

/** What an event does to an order, as data; the store writes it in one transaction. */
export type OrderDecision =
  | {
      readonly kind: 'change';
      readonly order: Order;
      /** Attempts that change with it. */
      readonly attempts: readonly Attempt[];
      readonly cards: 'keep' | 'take' | 'give_back';
      /** Attempts whose reserved daily cap becomes free. */
      readonly releaseCapsOf: readonly Attempt[];
      readonly announce: readonly { readonly type: EventType; readonly sequence: number }[];
      readonly effect: 'applied' | 'needs_review';
      readonly detail: string;
    }
  | { readonly kind: 'no_change'; readonly detail: string }
  /** Look whether cards can be had, then decide again. */
  | { readonly kind: 'needs_stock' }
  | { readonly kind: 'refused'; readonly code: ErrorCode; readonly message: string };
