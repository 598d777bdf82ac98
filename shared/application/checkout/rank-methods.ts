import type { Device, PaymentMethod } from '../../domain/channels/channel.ts';
import { paymentMethodSchema } from '../../domain/channels/channel.ts';
import { FAILURES } from '../../domain/channels/failures/failures.ts';
import type { Attempt } from '../../domain/orders/attempt.ts';
import { earlierFailures, failureOf } from '../../domain/orders/earlier-tries.ts';
import type { Candidate } from '../../domain/routing/candidate.ts';
import { eligible } from '../../domain/routing/constraints/eligible.ts';
import type { OrderAggregate } from '../ports/order-store.ts';

/**
 * Methods that at least one channel can take for this order, best first. A method stands where its best channel stands:
 * one that has not failed for this order before one that has, then in the merchant's own order.
 */
export const rankMethods = (
  candidates: readonly Candidate[],
  { order, attempts }: Pick<OrderAggregate, 'order' | 'attempts'>,
  { device, now }: { readonly device: Device; readonly now: Date },
): PaymentMethod[] => {
  const channels = candidates.map(({ channel }) => channel);
  const offered: (Rank & { readonly method: PaymentMethod })[] = [];
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
    const [best] = usable
      .map((candidate) => ({
        failed: earlierFailures(attempts, { channel: candidate.channel, method }, channels),
        place: placeOf(candidate),
      }))
      .sort(byRank);
    if (best) offered.push({ method, ...best });
  }
  return offered.sort(byRank).map(({ method }) => method);
};

interface Rank {
  readonly failed: number;
  readonly place: number;
}

const byRank = (a: Rank, b: Rank): number => a.failed - b.failed || a.place - b.place;

/** Main channels before backups, then by the merchant's priority. */
const placeOf = ({ channel }: Candidate): number =>
  channel.priority + (channel.role === 'backup' ? 1_000_000 : 0);

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
