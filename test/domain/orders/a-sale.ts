import { attemptIdOf } from '#shared/domain/identity/ids.ts';
import { money } from '#shared/domain/money/money.ts';
import type { Attempt } from '#shared/domain/orders/attempt.ts';
import { decide } from '#shared/domain/orders/decide.ts';
import type { OrderChanged, OrderDecision } from '#shared/domain/orders/decision.ts';
import type { OrderEvent, StockAnswer } from '#shared/domain/orders/order-event.ts';
import {
  DEFAULT_PAYMENT_POLICIES,
  type PaymentPolicies,
} from '#shared/domain/policies/payment-policies.ts';
import type { Product } from '#shared/domain/products/product.ts';
import type { Refund } from '#shared/domain/refunds/refund.ts';
import { anAttempt, anOrder, aProduct, NOW } from '#test/support/builders.ts';

export type Told = Exclude<OrderDecision, { kind: 'needs_stock' | 'needs_policies' }>;

export const PRICE = money('CNY', 10_000);
export const cny = (minor: number) => money('CNY', minor);

const merged = <Item extends { readonly id: string }>(
  known: readonly Item[],
  changes: readonly Item[],
): Item[] => [
  ...known.map((item) => changes.find(({ id }) => id === item.id) ?? item),
  ...changes.filter((change) => !known.some(({ id }) => id === change.id)),
];

/** An order of one product at 100.00 CNY with open attempts; what happens to it is told event by event. */
export const aSale = (product: Partial<Product> = {}) => {
  const order = anOrder(
    { attemptCount: 3, contact: undefined },
    aProduct({ price: PRICE, ...product }),
  );
  const sale = {
    order,
    attempts: [1, 2, 3].map((number) => anAttempt(order, { id: attemptIdOf(order.id, number) })),
    refunds: [] as Refund[],
    now: NOW,
    stock: 'short' as Exclude<StockAnswer, 'unasked'>,
    policies: DEFAULT_PAYMENT_POLICIES as PaymentPolicies,
    /** What the last decision wanted to know. */
    asked: { stock: false, policies: false },
    attempt: (number: number): Attempt => {
      const attempt = sale.attempts[number - 1];
      if (!attempt) throw new Error(`the sale has no attempt ${number}`);
      return attempt;
    },
    refund: (number: number): Refund => {
      const refund = sale.refunds[number - 1];
      if (!refund) throw new Error(`the sale has no refund ${number}`);
      return refund;
    },
    /** Decides with answers as they are asked for, and takes over what changes. */
    tell: (event: OrderEvent): Told => {
      sale.asked = { stock: false, policies: false };
      for (;;) {
        const decision = decide(
          {
            order: sale.order,
            attempts: sale.attempts,
            refunds: sale.refunds,
            now: sale.now,
            stock: sale.asked.stock ? sale.stock : 'unasked',
            policies: sale.asked.policies ? sale.policies : 'unasked',
          },
          event,
        );
        if (decision.kind === 'needs_stock' && !sale.asked.stock) sale.asked.stock = true;
        else if (decision.kind === 'needs_policies' && !sale.asked.policies)
          sale.asked.policies = true;
        else if (decision.kind === 'needs_stock' || decision.kind === 'needs_policies')
          throw new Error(`"${decision.kind}" was asked twice`);
        else {
          if (decision.kind === 'change') {
            sale.order = decision.order;
            sale.attempts = merged(sale.attempts, decision.attempts);
            sale.refunds = merged(sale.refunds, decision.refunds);
          }
          return decision;
        }
      }
    },
    /** As `tell`, for events that must change something. */
    change: (event: OrderEvent): OrderChanged => {
      const told = sale.tell(event);
      if (told.kind !== 'change') throw new Error(`expected a change, got ${JSON.stringify(told)}`);
      return told;
    },
  };
  return sale;
};
export type Sale = ReturnType<typeof aSale>;

/** A delivered sale: the first attempt paid it. */
export const aDeliveredSale = (product: Partial<Product> = {}): Sale => {
  const sale = aSale(product);
  sale.change(paid(sale.attempt(1)));
  return sale;
};

export const paid = (
  attempt: Attempt,
  changes: Partial<Extract<OrderEvent, { kind: 'payment_reported' }>> = {},
): OrderEvent => ({
  kind: 'payment_reported',
  attemptId: attempt.id,
  channelId: attempt.channelId,
  status: 'succeeded',
  amount: attempt.amount,
  providerReference: 'P1',
  source: 'notification',
  ...changes,
});

type RefundRequested = Extract<OrderEvent, { kind: 'refund_requested' }>;
export const refundRequested = (changes: Partial<RefundRequested> = {}): OrderEvent => ({
  kind: 'refund_requested',
  actor: 'Li',
  reason: 'the buyer changed their mind',
  attemptId: undefined,
  amountMinor: undefined,
  cards: undefined,
  requestKey: undefined,
  ...changes,
});

type RefundReported = Extract<OrderEvent, { kind: 'refund_reported' }>;
export const refundReported = (
  refund: Refund,
  outcome: RefundReported['outcome'] = 'succeeded',
  changes: Partial<RefundReported> = {},
): OrderEvent => ({
  kind: 'refund_reported',
  refundId: refund.id,
  outcome,
  providerReference: undefined,
  detail: undefined,
  actor: 'provider',
  ...changes,
});
