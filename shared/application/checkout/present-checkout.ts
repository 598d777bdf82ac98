import type { z } from 'zod';
import type { checkoutState } from '../../contract/api/checkout.ts';
import type { Device, PaymentMethod } from '../../domain/channels/channel.ts';
import { paymentMethodSchema } from '../../domain/channels/channel.ts';
import { effectiveState } from '../../domain/orders/effective-state.ts';
import type { Candidate } from '../../domain/routing/candidate.ts';
import { eligible } from '../../domain/routing/constraints/eligible.ts';
import { openDelivery } from '../orders/open-delivery.ts';
import type { ChannelRegistry } from '../ports/channel-port.ts';
import type { ChannelReader } from '../ports/channel-store.ts';
import type { OrderAggregate } from '../ports/order-store.ts';
import type { Runtime } from '../ports/runtime.ts';
import type { Sealer } from '../ports/sealer.ts';
import { candidatesOf } from '../routing/candidates-of.ts';

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
    methods: state === 'awaiting_payment' ? await methodsFor(deps, aggregate, device, now) : [],
    attempt: attempt
      ? {
          id: attempt.id,
          method: attempt.method,
          state: attempt.state,
          next_action: attempt.nextAction ?? null,
          expires_at: attempt.expiresAt,
        }
      : null,
    delivery: delivery ? { cards: [...delivery.cards], content: delivery.content ?? null } : null,
  };
};

/** Methods that at least one channel can take for this order, those of the first channels first. */
const methodsFor = async (
  deps: PresentCheckoutDeps,
  { order }: OrderAggregate,
  device: Device,
  now: Date,
): Promise<PaymentMethod[]> => {
  const candidates = await candidatesOf(deps.registry, await deps.channels.list(order.tenant));
  const places = new Map<PaymentMethod, number>();
  for (const method of paymentMethodSchema.options) {
    const usable = candidates.filter(
      (candidate) =>
        eligible(candidate, {
          amount: order.amount,
          method,
          device,
          now,
          expiresAt: new Date(order.expiresAt),
          triedChannelIds: [],
          failedUpstreams: [],
        }).kind === 'eligible',
    );
    if (usable.length > 0) places.set(method, Math.min(...usable.map(placeOf)));
  }
  return [...places].sort(([, a], [, b]) => a - b).map(([method]) => method);
};

/** Main channels before backups, then by the merchant's priority. */
const placeOf = ({ channel }: Candidate): number =>
  channel.priority + (channel.role === 'backup' ? 1_000_000 : 0);
