import type { z } from 'zod';
import type { checkoutState } from '../../contract/api/checkout.ts';
import type { Device, PaymentMethod } from '../../domain/channels/channel.ts';
import { FAILURES } from '../../domain/channels/failures/failures.ts';
import type { Attempt } from '../../domain/orders/attempt.ts';
import { failureOf } from '../../domain/orders/earlier-tries.ts';
import { effectiveState } from '../../domain/orders/effective-state.ts';
import { openDelivery } from '../orders/open-delivery.ts';
import type { ChannelRegistry } from '../ports/channel-port.ts';
import type { ChannelReader } from '../ports/channel-store.ts';
import type { OrderAggregate } from '../ports/order-store.ts';
import type { Runtime } from '../ports/runtime.ts';
import type { Sealer } from '../ports/sealer.ts';
import { candidatesOf } from '../routing/candidates-of.ts';
import { rankMethods, suggestMethod } from './rank-methods.ts';

export interface PresentCheckoutDeps {
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
  const state = effectiveState(order, now);
  // Cards of a refunded order are the merchant's to see, not the buyer's.
  const delivery =
    order.reservation === 'revoked' ? undefined : await openDelivery(deps.sealer, aggregate);
  const attempt = aggregate.attempts.at(-1);
  const methods =
    state === 'awaiting_payment' ? await methodsFor(deps, aggregate, device, now) : [];
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
    return_url: order.returnUrl ?? null,
    methods,
    suggested_method: suggestMethod(methods, attempt),
    attempt: attempt
      ? {
          id: attempt.id,
          method: attempt.method,
          state: attempt.state,
          next_action: attempt.nextAction ?? null,
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

const methodsFor = async (
  deps: PresentCheckoutDeps,
  aggregate: OrderAggregate,
  device: Device,
  now: Date,
): Promise<PaymentMethod[]> => {
  const channels = await deps.channels.list(aggregate.order.tenant);
  return rankMethods(await candidatesOf(deps.registry, channels), aggregate, { device, now });
};
