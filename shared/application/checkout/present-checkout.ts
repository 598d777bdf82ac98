import type { z } from 'zod';
import type { checkoutState } from '../../contract/api/checkout.ts';
import type { Device } from '../../domain/channels/channel.ts';
import { FAILURES } from '../../domain/channels/failures/failures.ts';
import type { Attempt } from '../../domain/orders/attempt.ts';
import { failureOf } from '../../domain/orders/earlier-tries.ts';
import { effectiveState } from '../../domain/orders/effective-state.ts';
import { codesLeft } from '../../domain/orders/payment-steps.ts';
import { openDelivery } from '../orders/open-delivery.ts';
import type { ChannelRegistry } from '../ports/channel-port.ts';
import type { ChannelReader } from '../ports/channel-store.ts';
import type { OrderAggregate } from '../ports/order-store.ts';
import type { Runtime } from '../ports/runtime.ts';
import type { Sealer } from '../ports/sealer.ts';
import { candidatesOf } from '../routing/candidates-of.ts';
import { methodInputs } from './buyer-inputs.ts';
import { presentShop } from './present-shop.ts';
import { rankMethods, suggestMethod, usableFor } from './rank-methods.ts';
import { type ShopOfDeps, shopOf } from './shop-of.ts';

export interface PresentCheckoutDeps extends ShopOfDeps {
  readonly channels: ChannelReader;
  readonly registry: ChannelRegistry;
  readonly sealer: Sealer;
  readonly runtime: Runtime;
}

export type CheckoutView = z.input<typeof checkoutState>;

/** What the buyer sees: the order, the ways to pay that work now, the last attempt, and the cards when delivered. */
export const presentCheckout = async (
  deps: PresentCheckoutDeps,
  aggregate: OrderAggregate,
  device: Device,
): Promise<CheckoutView> => {
  const { order } = aggregate;
  const now = deps.runtime.now();
  const shop = shopOf(deps, order.tenant);
  const state = effectiveState(order, now);
  // Cards of a refunded order are the merchant's to see, not the buyer's.
  const delivery =
    order.reservation === 'revoked' ? undefined : await openDelivery(deps.sealer, aggregate);
  const attempt = aggregate.attempts.at(-1);
  const { methods, inputs } =
    state === 'awaiting_payment'
      ? await offers(deps, aggregate, { device, now })
      : { methods: [], inputs: [] };
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
    ...presentShop(await shop, order),
    methods,
    inputs,
    suggested_method: suggestMethod(methods, attempt),
    attempt: attempt
      ? {
          id: attempt.id,
          method: attempt.method,
          state: attempt.state,
          next_action: attempt.nextAction ?? null,
          codes_left: codesLeft(attempt) ?? null,
          failure: presentFailure(attempt),
          paid_amount: attempt.paidAmount ? Number(attempt.paidAmount.minor) : null,
          expires_at: attempt.expiresAt,
        }
      : null,
    delivery: delivery ? { cards: [...delivery.cards], content: delivery.content ?? null } : null,
  };
};

/** What a failed payment's buyer reads; nothing while it may still be paid. */
const presentFailure = (attempt: Attempt): NonNullable<CheckoutView['attempt']>['failure'] => {
  const reason = failureOf(attempt);
  return reason ? { reason, ...FAILURES[reason].buyer } : null;
};

const offers = async (
  { channels, registry }: PresentCheckoutDeps,
  aggregate: OrderAggregate,
  at: { readonly device: Device; readonly now: Date },
): Promise<Pick<CheckoutView, 'methods' | 'inputs'>> => {
  const { order } = aggregate;
  const candidates = await candidatesOf(registry, await channels.list(order.tenant));
  const methods = rankMethods(candidates, aggregate, at);
  return {
    methods,
    inputs: methodInputs(methods, (method) => usableFor(candidates, order, { ...at, method })).map(
      (input) => ({ ...input, banks: [...input.banks] }),
    ),
  };
};
