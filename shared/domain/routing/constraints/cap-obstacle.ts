import { type Money, money } from '#shared/domain/money/money.ts';
import type { Candidate } from '../candidate.ts';
import type { Obstacle } from '../explain/finding.ts';

/** What the account's daily cap has against an amount of its currency, if anything. */
export const capObstacle = (
  { channel, reservedTodayMinor = 0n }: Candidate,
  amount: Money,
): Obstacle | undefined => {
  const cap = channel.dailyCap;
  if (!cap) return undefined;
  if (amount.minor > cap.minor) return { code: 'daily_cap_exceeded', amount, cap };
  const leftMinor = cap.minor > reservedTodayMinor ? cap.minor - reservedTodayMinor : 0n;
  return amount.minor > leftMinor
    ? { code: 'daily_cap_reached', left: money(cap.currency, leftMinor), cap }
    : undefined;
};
