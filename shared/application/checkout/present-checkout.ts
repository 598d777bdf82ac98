import type { z } from 'zod';
import type { checkoutState } from '../../contract/api/checkout.ts';
import { FAILURES } from '../../domain/channels/failures/failures.ts';
import { RANKING_REASONS } from '../../domain/checkout/ranking-reasons.ts';
import { suggestMethod } from '../../domain/checkout/suggest-method.ts';
import { UNAVAILABLE_REASONS } from '../../domain/checkout/unavailable-reasons.ts';
import type { Visitor } from '../../domain/checkout/visitor.ts';
import type { Attempt } from '../../domain/orders/attempt.ts';
import { failureOf } from '../../domain/orders/earlier-tries.ts';
import { effectiveState } from '../../domain/orders/effective-state.ts';
import { codesLeft } from '../../domain/orders/payment-steps.ts';
import { openDelivery } from '../orders/open-delivery.ts';
import type { OrderAggregate } from '../ports/order-store.ts';
import type { Runtime } from '../ports/runtime.ts';
import type { Sealer } from '../ports/sealer.ts';
import { openRouting, type RoutePaymentDeps } from '../routing/route-payment.ts';
import { methodInputs } from './buyer-inputs.ts';
import { presentShop } from './present-shop.ts';
import { rankMethods } from './rank-methods.ts';
import { type ShopOfDeps, shopOf } from './shop-of.ts';

export interface PresentCheckoutDeps extends Omit<RoutePaymentDeps, 'runtime'>, ShopOfDeps {
  readonly sealer: Sealer;
  readonly runtime: Runtime;
}

export type CheckoutView = z.input<typeof checkoutState>;

/** What the buyer sees: the order, the ways to pay that work now, the last attempt, and the cards when delivered. */
export const presentCheckout = async (
  deps: PresentCheckoutDeps,
  aggregate: OrderAggregate,
  visitor: Visitor,
): Promise<CheckoutView> => {
  const { order } = aggregate;
  const now = deps.runtime.now();
  const reading = shopOf(deps, order.tenant);
  const state = effectiveState(order, now);
  // Cards of a refunded order are the merchant's to see, not the buyer's.
  const delivery =
    order.reservation === 'revoked' ? undefined : await openDelivery(deps.sealer, aggregate);
  const attempt = aggregate.attempts.at(-1);
  const offers =
    state === 'awaiting_payment' ? await offersOf(deps, aggregate, { visitor, now }) : NO_OFFERS;
  const shop = await reading;
  return {
    object: 'checkout',
    order: order.id,
    mode: order.tenant.mode,
    product_name: order.product.name,
    quantity: order.quantity,
    amount: Number(order.amount.minor),
    currency: order.amount.currency,
    state,
    expires_at: order.expiresAt,
    now: now.toISOString(),
    ...presentShop(shop, order),
    ...offers,
    unavailable_methods:
      shop.settings.unavailableMethods === 'explain' ? offers.unavailable_methods : [],
    suggested_method: suggestMethod(offers.methods, attempt),
    attempt: attempt
      ? {
          id: attempt.id,
          method: attempt.method,
          state: attempt.state,
          for_this_device: attempt.device === visitor.device,
          next_action: attempt.nextAction ?? null,
          codes_left: codesLeft(attempt) ?? null,
          failure: presentFailure(attempt),
          paid_amount: attempt.paidAmount ? Number(attempt.paidAmount.minor) : null,
          expires_at: attempt.expiresAt,
        }
      : null,
    paid: presentPaid(aggregate),
    delivered_at: order.deliveredAt ?? null,
    delivery: delivery ? { cards: [...delivery.cards], content: delivery.content ?? null } : null,
  };
};

/** An order that a person completed was paid elsewhere, if at all. */
const presentPaid = ({ order, attempts }: OrderAggregate): CheckoutView['paid'] => {
  const attempt = attempts.find(({ id }) => id === order.paidAttemptId);
  return attempt && order.paidAt ? { method: attempt.method, at: order.paidAt } : null;
};

/** What a failed payment's buyer reads; nothing while it may still be paid. */
const presentFailure = (attempt: Attempt): NonNullable<CheckoutView['attempt']>['failure'] => {
  const reason = failureOf(attempt);
  return reason ? { reason, ...FAILURES[reason].buyer } : null;
};

type Offers = Pick<
  CheckoutView,
  'methods' | 'ranking' | 'leading_method' | 'unavailable_methods' | 'inputs'
>;

const NO_OFFERS: Offers = {
  methods: [],
  ranking: [],
  leading_method: null,
  unavailable_methods: [],
  inputs: [],
};

const offersOf = async (
  deps: PresentCheckoutDeps,
  aggregate: OrderAggregate,
  { visitor, now }: { readonly visitor: Visitor; readonly now: Date },
): Promise<Offers> => {
  const moment = await openRouting(deps, aggregate.order.tenant, now);
  const { offered, leading, unavailable } = rankMethods(moment, aggregate, { visitor, now });
  return {
    methods: offered.map(({ method }) => method),
    ranking: offered.map(({ method, reasons }) => ({
      method,
      reasons: reasons.map((code) => ({ code, ...RANKING_REASONS[code] })),
    })),
    leading_method: leading,
    unavailable_methods: unavailable.map(({ method, code }) => ({
      method,
      reason: code,
      ...UNAVAILABLE_REASONS[code],
    })),
    inputs: methodInputs(offered).map((input) => ({ ...input, banks: [...input.banks] })),
  };
};
