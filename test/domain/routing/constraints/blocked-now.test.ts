import { describe, expect, test } from 'vitest';
import { money } from '#shared/domain/money/money.ts';
import type { Candidate } from '#shared/domain/routing/candidate.ts';
import { blockedNow } from '#shared/domain/routing/constraints/blocked-now.ts';
import { aCandidate } from '../../../support/an-account.ts';

const NOW = new Date('2026-03-01T12:00:00Z');
const codes = (candidate: Candidate) => blockedNow(candidate, NOW).map(({ code }) => code);

describe('what keeps a channel from taking any payment', () => {
  test('is nothing for an enabled channel', () => {
    expect(codes(aCandidate())).toEqual([]);
  });

  test('is its status', () => {
    expect(codes(aCandidate({ status: 'draining' }))).toEqual(['channel_not_enabled']);
  });

  test('is maintenance under way, not maintenance to come', () => {
    const window = (startsAt: string, endsAt: string) =>
      aCandidate({ maintenance: [{ startsAt, endsAt }] });
    expect(codes(window('2026-03-01T11:00:00Z', '2026-03-01T13:00:00Z'))).toEqual([
      'maintenance_now',
    ]);
    expect(codes(window('2026-03-01T12:00:01Z', '2026-03-01T13:00:00Z'))).toEqual([]);
  });

  test('is a cap that has no room for the smallest payment', () => {
    const capped = (reservedTodayMinor: bigint) => ({
      ...aCandidate({ dailyCap: money('CNY', 10_000), minAmount: money('CNY', 500) }),
      reservedTodayMinor,
    });
    expect(codes(capped(9_500n))).toEqual([]);
    expect(codes(capped(9_501n))).toEqual(['daily_cap_reached']);
  });
});
