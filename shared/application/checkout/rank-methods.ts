import type { Device, PaymentMethod } from '../../domain/channels/channel.ts';
import { paymentMethodSchema } from '../../domain/channels/channel.ts';
import { FAILURES } from '../../domain/channels/failures/failures.ts';
import type { Attempt } from '../../domain/orders/attempt.ts';
import { earlierFailures, failureOf } from '../../domain/orders/earlier-tries.ts';
import type { Order } from '../../domain/orders/order.ts';
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
    const usable = usableFor(candidates, order, { method, device, now });
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

/** The channels that can take an order by a method. What the buyer has to say first is no obstacle yet. */
export const usableFor = (
  candidates: readonly Candidate[],
  { amount, expiresAt }: Pick<Order, 'amount' | 'expiresAt'>,
  { method, device, now }: { method: PaymentMethod; device: Device; now: Date },
): Candidate[] =>
  candidates.filter(
    (candidate) =>
      eligible(candidate, {
        amount,
        method,
        device,
        now,
        expiresAt: new Date(expiresAt),
        triedChannelIds: [],
        failedUpstreams: [],
      }).kind === 'eligible',
  );

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
