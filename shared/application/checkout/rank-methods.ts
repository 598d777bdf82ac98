import type { Device, PaymentMethod } from '../../domain/channels/channel.ts';
import { paymentMethodSchema } from '../../domain/channels/channel.ts';
import { FAILURES } from '../../domain/channels/failures/failures.ts';
import type { Attempt } from '../../domain/orders/attempt.ts';
import { earlierFailures, failureOf } from '../../domain/orders/earlier-tries.ts';
import type { Candidate } from '../../domain/routing/candidate.ts';
import { eligible } from '../../domain/routing/constraints/eligible.ts';
import type { OrderAggregate } from '../ports/order-store.ts';

/**
 * Methods that at least one channel can take for this order, best first: those of which no channel has failed for this
 * order, then in the merchant's own order of channels.
 */
export const rankMethods = (
  candidates: readonly Candidate[],
  { order, attempts }: Pick<OrderAggregate, 'order' | 'attempts'>,
  { device, now }: { readonly device: Device; readonly now: Date },
): PaymentMethod[] => {
  const channels = candidates.map(({ channel }) => channel);
  const offered: { method: PaymentMethod; failed: number; place: number }[] = [];
  for (const method of paymentMethodSchema.options) {
    const usable = channels.filter(
      (_channel, index) =>
        eligible(candidates[index] as Candidate, {
          amount: order.amount,
          method,
          device,
          now,
          expiresAt: new Date(order.expiresAt),
          triedChannelIds: [],
          failedUpstreams: [],
        }).kind === 'eligible',
    );
    if (usable.length === 0) continue;
    const failed = usable.map((channel) =>
      earlierFailures(attempts, { channel, method }, channels),
    );
    offered.push({
      method,
      failed: Math.min(...failed),
      place: Math.min(...usable.map(placeOf)),
    });
  }
  return offered
    .sort((a, b) => a.failed - b.failed || a.place - b.place)
    .map(({ method }) => method);
};

/** Main channels before backups, then by the merchant's priority. */
const placeOf = ({ priority, role }: Candidate['channel']): number =>
  priority + (role === 'backup' ? 1_000_000 : 0);

/**
 * What to offer first after a payment that failed: the same way where a new try is all it needs, else the best of the
 * others. `null` when nothing failed, when nothing else is there, and when no other way would be any better.
 */
export const suggestMethod = (
  methods: readonly PaymentMethod[],
  last: Attempt | undefined,
): PaymentMethod | null => {
  const reason = last && failureOf(last);
  if (!reason) return null;
  const { retry } = FAILURES[reason];
  if (retry === 'never') return null;
  if (retry === 'same_channel_new_try' && methods.includes(last.method)) return last.method;
  return methods.find((method) => method !== last.method) ?? null;
};
