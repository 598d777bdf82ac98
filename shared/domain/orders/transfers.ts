import { type Money, money } from '../money/money.ts';
import type { Attempt } from './attempt.ts';

/** Kept of one attempt; dust that is sent to an address without end must not fill the order. */
export const MAX_TRANSFERS = 50;

/** What the transfers of an attempt bring together, as far as they are in its currency. */
export const transferred = ({ amount: { currency }, transfers = [] }: Attempt): Money =>
  money(
    currency,
    transfers.reduce(
      (sum, { amount }) => (amount.currency === currency ? sum + amount.minor : sum),
      0n,
    ),
  );

/** Money has come for it, and nobody has decided about it yet: more was waited for. */
export const isPartlyPaid = ({ state, transfers = [] }: Attempt): boolean =>
  state !== 'succeeded' && transfers.length > 0;

/** The attempt once what came for it is decided about as it is. */
export const settledPartly = (attempt: Attempt, now: Date): Attempt => ({
  ...attempt,
  state: 'succeeded',
  paidAmount: transferred(attempt),
  unconfirmed: undefined,
  request: undefined,
  version: attempt.version + 1,
  updatedAt: now.toISOString(),
  endedAt: attempt.endedAt ?? now.toISOString(),
  paidAt: now.toISOString(),
});

/** The larger of what a provider tells in all and what came transfer by transfer. */
export const atLeastTransferred = (
  attempt: Attempt,
  told: Money | undefined,
): Money | undefined => {
  const sum = transferred(attempt);
  return told?.currency === sum.currency && told.minor < sum.minor ? sum : told;
};
