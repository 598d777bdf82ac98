import type { ErrorCode } from '../errors/app-error.ts';
import type { Refund } from '../refunds/refund.ts';
import type { EventType } from '../webhooks/event.ts';
import type { Attempt } from './attempt.ts';
import type { FollowUp } from './follow-up.ts';
import type { Order } from './order.ts';

/** An event for the merchant; about the order, or about one of its refunds. */
export interface Announcement {
  readonly type: EventType;
  readonly sequence: number;
  readonly refundId?: string;
}

/** What an event does to an order, as data; the store writes it in one transaction. */
export interface OrderChanged {
  readonly kind: 'change';
  readonly order: Order;
  /** Attempts that change with it. */
  readonly attempts: readonly Attempt[];
  /** Refunds that begin or change with it. */
  readonly refunds: readonly Refund[];
  readonly cards: 'keep' | 'take' | 'give_back';
  /** Attempts whose reserved daily cap becomes free. */
  readonly releaseCapsOf: readonly Attempt[];
  readonly announce: readonly Announcement[];
  readonly followUps: readonly FollowUp[];
  readonly effect: 'applied' | 'needs_review';
  readonly detail: string;
}

export type OrderDecision =
  | OrderChanged
  | { readonly kind: 'no_change'; readonly detail: string }
  /** Look whether cards can be had, then decide again. */
  | { readonly kind: 'needs_stock' }
  /** Read the shop's payment policies, then decide again: a plain sale never asks for them. */
  | { readonly kind: 'needs_policies' }
  | {
      readonly kind: 'refused';
      readonly code: ErrorCode;
      readonly message: string;
      readonly param?: string;
    };

/** The decision that a story tells: the order after it, what changed with it, what else follows. */
export const changed = (
  story: { readonly order: Order; readonly announce: readonly Announcement[] },
  rest: Partial<Omit<OrderChanged, 'kind' | 'order' | 'announce'>> & { readonly detail: string },
): OrderChanged => ({
  kind: 'change',
  attempts: [],
  refunds: [],
  cards: 'keep',
  releaseCapsOf: [],
  followUps: [],
  effect: 'applied',
  ...rest,
  order: story.order,
  announce: story.announce,
});
