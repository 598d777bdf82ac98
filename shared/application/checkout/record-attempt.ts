import { capDay } from '../../domain/channels/cap-day.ts';
import type { Channel, Device, PaymentMethod } from '../../domain/channels/channel.ts';
import { attemptIdOf } from '../../domain/identity/ids.ts';
import type { Attempt } from '../../domain/orders/attempt.ts';
import type { GivenContact } from '../../domain/orders/buyer-contact.ts';
import { type ChangeOrderDeps, changeOrder } from '../orders/change-order.ts';
import type { CapMove, OrderAggregate } from '../ports/order-store.ts';
import { noteRouting } from '../routing/note-routing.ts';
import type { RoutedPayment } from '../routing/route-payment.ts';

/** An attempt for the chosen channel, with the reasons for the choice; not recorded yet. */
export const newAttempt = (
  now: Date,
  { order }: OrderAggregate,
  {
    channel,
    request,
    routed,
  }: {
    channel: Channel;
    request: { readonly method: PaymentMethod; readonly device: Device };
    routed: RoutedPayment;
  },
): Attempt => ({
  id: attemptIdOf(order.id, order.attemptCount + 1),
  channelId: channel.id,
  accountVersion: channel.accountVersion,
  provider: channel.provider,
  method: request.method,
  device: request.device,
  amount: order.amount,
  state: 'submitted',
  ...noteRouting(routed, channel.id),
  capDay: channel.dailyCap && capDay(now, channel.dayZone),
  queryCount: 0,
  version: 1,
  createdAt: now.toISOString(),
  updatedAt: now.toISOString(),
  expiresAt: order.expiresAt,
});

/**
 * Writes a new attempt, the money it reserves of the channel's day, and the contact that the buyer typed with it, in one
 * transaction.
 */
export const recordAttempt = async (
  deps: ChangeOrderDeps,
  aggregate: OrderAggregate,
  {
    channel,
    attempt,
    contact,
  }: { channel: Channel; attempt: Attempt; contact: GivenContact | undefined },
): Promise<
  | { kind: 'cap_reached' }
  | { kind: 'overtaken'; aggregate: OrderAggregate }
  | { kind: 'recorded'; aggregate: OrderAggregate }
> => {
  const { order } = aggregate;
  const caps: CapMove[] = [];
  if (channel.dailyCap && attempt.capDay) {
    caps.push({
      kind: 'reserve',
      channelId: channel.id,
      day: attempt.capDay,
      amount: order.amount,
      cap: channel.dailyCap,
    });
  }
  if (channel.maxPerSecond !== undefined) {
    caps.push({
      kind: 'take_turn',
      channelId: channel.id,
      second: Math.floor(Date.parse(attempt.createdAt) / 1_000),
      maxPerSecond: channel.maxPerSecond,
    });
  }
  const result = await changeOrder(deps, {
    tenant: order.tenant,
    orderId: order.id,
    event: { kind: 'attempt_started', attempt, ...(contact ? { contact } : {}) },
    known: aggregate,
    caps,
  });
  switch (result.kind) {
    case 'changed':
      return { kind: 'recorded', aggregate: result.after };
    case 'cap_reached':
      return { kind: 'cap_reached' };
    case 'refused':
      throw result.error;
    case 'no_change':
      return { kind: 'overtaken', aggregate: result.before };
    case 'no_order':
      throw new Error(`attempt ${attempt.id} belongs to no order`);
  }
};
