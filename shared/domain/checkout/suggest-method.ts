import type { PaymentMethod } from '../channels/channel.ts';
import { FAILURES } from '../channels/failures/failures.ts';
import type { Attempt } from '../orders/attempt.ts';
import { failureOf } from '../orders/earlier-tries.ts';

/**
 * What to offer first after a payment that failed: the same way where a new try is all it needs, else the best of the
 * others. `null` when nothing failed, when nothing else is there, and when no other way would be any better.
 *
 * @param methods those that are offered, best first
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
