import type { FollowUpMessage } from '../../contract/queues.ts';
import type { CallbackTrace } from '../../domain/callbacks/notification.ts';
import type { Tenant } from '../../domain/identity/tenant.ts';
import type { Money } from '../../domain/money/money.ts';
import type { Attempt } from '../../domain/orders/attempt.ts';
import type { Order, OrderState } from '../../domain/orders/order.ts';
import type { Refund } from '../../domain/refunds/refund.ts';
import type { Card } from '../../domain/stock/card.ts';
import type { Sealed } from '../../domain/stock/sealed.ts';
import type { MerchantEvent } from '../../domain/webhooks/event.ts';
import type { HoldNote } from './buyer-holds.ts';

/** An order with all that belongs to it, read in one strongly consistent query. */
export interface OrderAggregate {
  readonly order: Order;
  /** By attempt number. */
  readonly attempts: readonly Attempt[];
  /** By refund number. */
  readonly refunds: readonly Refund[];
  /** The cards it holds or bought. */
  readonly cards: readonly Card[];
  /** What the merchant delivered by hand, sealed. */
  readonly manualContent: Sealed | undefined;
}

/** What happens to cards in the same transaction. */
export type CardMove =
  /** Free cards become the order's. Conflicts when one of them was taken meanwhile. */
  | { readonly kind: 'take'; readonly cards: readonly Card[] }
  /** The order gets copies of reusable cards, which stay where they are. */
  | { readonly kind: 'copy'; readonly cards: readonly Card[] }
  /** The order's cards become free again, at their old place. */
  | { readonly kind: 'give_back'; readonly cards: readonly Card[] }
  /** The order's copies are dropped. */
  | { readonly kind: 'drop_copies' };

/**
 * What an attempt takes of a channel's limits: money of its daily cap, conditional on the cap, and given back when the
 * attempt ends without a payment; and a place in its contract's second, which passes by itself.
 */
export type CapMove =
  | {
      readonly kind: 'take_turn';
      readonly channelId: string;
      /** Seconds since 1970. */
      readonly second: number;
      readonly maxPerSecond: number;
    }
  | {
      readonly kind: 'reserve';
      readonly channelId: string;
      readonly day: string;
      readonly amount: Money;
      readonly cap: Money;
    }
  | {
      readonly kind: 'release';
      readonly channelId: string;
      readonly day: string;
      readonly amount: Money;
    };

/**
 * Everything that one decision changes, written in one conditional transaction or not at all.
 * The order is always part of it: its version is the condition that makes every change of one order a sequence.
 */
export interface OrderChange {
  /** The order after the change. */
  readonly order: Order;
  /** The version the decision was made on; 0 for a new order. */
  readonly previousVersion: number;
  /** Attempts after the change: new ones have version 1. */
  readonly attempts?: readonly Attempt[];
  /** Refunds after the change: new ones have version 1. */
  readonly refunds?: readonly Refund[];
  readonly cards?: CardMove;
  /** The order begins or ends to wait for so many units of its product. */
  readonly wait?: { readonly kind: 'begins' | 'ends'; readonly units: number };
  readonly caps?: readonly CapMove[];
  /** A new order's place among what its buyer holds. */
  readonly holdNotes?: readonly HoldNote[];
  readonly manualContent?: Sealed;
  readonly events?: readonly MerchantEvent[];
  /** What has to be done next; passed on together with the events. */
  readonly followUps?: readonly FollowUpMessage[];
  readonly trace?: CallbackTrace;
}

export type RecordOutcome =
  | { readonly kind: 'recorded' }
  /** Somebody else changed the order or the attempt first: read again and decide again. */
  | { readonly kind: 'order_changed' }
  /** One of the cards was taken by somebody else: pick others. */
  | { readonly kind: 'cards_taken' }
  | { readonly kind: 'cap_reached'; readonly channelId: string }
  /** The buyer's unpaid orders hold more of the product than there is room for. */
  | { readonly kind: 'holds_too_much' }
  /** DynamoDB reported contention without a verdict: safe to try again. */
  | { readonly kind: 'contended' };

export interface OrderFilter {
  readonly state?: OrderState;
  readonly productId?: string;
  readonly contact?: string;
  readonly createdFrom?: Date;
  readonly createdTo?: Date;
}

export interface OrderStore {
  load(tenant: Tenant, orderId: string): Promise<OrderAggregate | undefined>;
  record(change: OrderChange): Promise<RecordOutcome>;
  /**
   * Writes an attempt whose order stays as it is (what the provider answered, how often it was asked), with the cap
   * it gives up. Conditional on the attempt's version before.
   */
  recordAttempt(
    tenant: Tenant,
    attempt: Attempt,
    caps?: readonly CapMove[],
  ): Promise<RecordOutcome>;
  /** Writes a refund whose order stays as it is (that the provider is being asked). Conditional on its version before. */
  recordRefund(tenant: Tenant, refund: Refund): Promise<RecordOutcome>;
  /** Remembers a callback that changed nothing, so that the trace is whole. Idempotent by the trace's id. */
  recordTrace(trace: CallbackTrace): Promise<void>;
  /** Newest first. Without an order: verified callbacks that named none of ours. */
  traces(
    tenant: Tenant,
    orderId: string | undefined,
    page: { limit: number; startingAfter?: string },
  ): Promise<{ traces: CallbackTrace[]; hasMore: boolean }>;
  trace(tenant: Tenant, orderId: string, callbackId: string): Promise<CallbackTrace | undefined>;
  /** Newest first. `state` is compared with the effective state at `now` (an order past its expiry is expired). */
  list(
    tenant: Tenant,
    filter: OrderFilter,
    page: { limit: number; startingAfter?: string },
    now: Date,
  ): Promise<{ orders: Order[]; hasMore: boolean }>;
  /** A tenant's refunds, newest first. */
  listRefunds(
    tenant: Tenant,
    page: { limit: number; startingAfter?: string },
  ): Promise<{ refunds: Refund[]; hasMore: boolean }>;
  /** Paid orders that wait for a product's cards, in the order of payment. An index: the order itself decides. */
  waiting(tenant: Tenant, productId: string, limit: number): Promise<string[]>;
  /** Orders whose hold on a product's cards has run out. */
  expiredHolds(tenant: Tenant, productId: string, now: Date, limit: number): Promise<string[]>;
}

/**
 * A look at one item of an order: enough to see that a question has answered itself, as most have by the time they are
 * due. Looks at the same moment share one read. Strongly consistent.
 */
export interface OrderPeek {
  order(tenant: Tenant, orderId: string): Promise<Order | undefined>;
  attempt(tenant: Tenant, attemptId: string): Promise<Attempt | undefined>;
}

/** Something in the orders table that still needs attention. */
export type OpenWork =
  | { readonly kind: 'order'; readonly tenant: Tenant; readonly orderId: string }
  | { readonly kind: 'attempt'; readonly tenant: Tenant; readonly attemptId: string }
  | { readonly kind: 'refund'; readonly tenant: Tenant; readonly refundId: string }
  | { readonly kind: 'outbox'; readonly entry: OutboxEntry };

/** What was recorded with a change and waits to be passed on. */
export interface OutboxEntry {
  readonly key: { readonly pk: string; readonly sk: string };
  readonly events: readonly MerchantEvent[];
  readonly followUps: readonly FollowUpMessage[];
}

/** What is new in the orders table. */
export type NewRow =
  | { readonly kind: 'order'; readonly order: Order }
  | { readonly kind: 'attempt'; readonly tenant: Tenant; readonly attempt: Attempt }
  | { readonly kind: 'outbox'; readonly entry: OutboxEntry };

export interface WorkStore {
  /** What was due before `before` and nobody has done, from every shard. */
  overdue(before: Date, limitPerShard: number): Promise<OpenWork[]>;
  /** Products that paid orders wait for. */
  productsWaitedFor(): Promise<{ tenant: Tenant; productId: string }[]>;
  /** Forgets entries that were passed on. Repeating it is harmless. */
  removeOutbox(entries: readonly OutboxEntry[]): Promise<void>;
}
