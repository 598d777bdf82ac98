import { type Money, money } from '../money/money.ts';
import type { Attempt } from '../orders/attempt.ts';
import type { Refund } from './refund.ts';

/** What an attempt brought in; nothing before it succeeded. A provider that did not say is held to what was asked for. */
export const paidBy = (attempt: Attempt): Money | undefined =>
  attempt.state === 'succeeded' ? (attempt.paidAmount ?? attempt.amount) : undefined;

const sumOf = (refunds: readonly Refund[], attempt: Attempt): bigint =>
  refunds
    .filter(({ attemptId }) => attemptId === attempt.id)
    .reduce((sum, { amount }) => sum + amount.minor, 0n);

/** What went back without us, as far as its amounts are known. */
const refundedElsewhere = ({ amount: { currency }, refundedElsewhere = [] }: Attempt): bigint =>
  refundedElsewhere.reduce(
    (sum, { amount }) => (amount?.currency === currency ? sum + amount.minor : sum),
    0n,
  );

/**
 * What of a paid attempt can still be refunded. A refund counts until the provider has said that it failed: one whose
 * outcome is unknown may have happened.
 */
export const refundable = (attempt: Attempt, refunds: readonly Refund[]): Money | undefined => {
  const paid = paidBy(attempt);
  if (!paid) return undefined;
  const promised = sumOf(
    refunds.filter(({ state }) => state !== 'failed'),
    attempt,
  );
  const left = paid.minor - promised - refundedElsewhere(attempt);
  return money(paid.currency, left < 0n ? 0n : left);
};

/** What of an attempt was surely paid back, here or elsewhere. */
export const refundedOf = (attempt: Attempt, refunds: readonly Refund[]): bigint =>
  refundedElsewhere(attempt) +
  sumOf(
    refunds.filter(({ state }) => state === 'succeeded'),
    attempt,
  );
