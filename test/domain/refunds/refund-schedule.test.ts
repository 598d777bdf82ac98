import { describe, expect, it } from 'vitest';
import type { Refund } from '#shared/domain/refunds/refund.ts';
import { isAskedOften, nextRefundAt } from '#shared/domain/refunds/refund-schedule.ts';
import { anAttempt, anOrder, aRefund, later, NOW } from '#test/support/builders.ts';

const order = anOrder();
const refundThat = (changes: Partial<Refund>): Refund =>
  aRefund(order, anAttempt(order, { state: 'succeeded' }), changes);

describe('a refund is asked about', () => {
  it('at once when it was decided', () => {
    expect(nextRefundAt(refundThat({ updatedAt: later(99).toISOString() }))).toEqual(NOW);
  });

  it.each(['queued', 'submitted', 'unknown'] as const)(
    'ever more rarely for about two weeks while it is %s, then no more',
    (state) => {
      const waits: number[] = [];
      let last = NOW;
      for (let askedCount = 0; askedCount < 100; askedCount += 1) {
        const refund = refundThat({ state, askedCount, updatedAt: last.toISOString() });
        const next = nextRefundAt(refund);
        expect(isAskedOften(refund)).toBe(next === undefined);
        if (!next) break;
        waits.push((next.getTime() - last.getTime()) / 1000);
        last = next;
      }
      expect(waits.slice(0, 9)).toEqual([0, 5, 30, 120, 600, 1_800, 7_200, 21_600, 86_400]);
      expect(waits).toHaveLength(20);
      expect(waits).toEqual(waits.toSorted((a, b) => a - b));
      expect(last.getTime() - NOW.getTime()).toBeGreaterThan(12 * 86_400_000);
    },
  );

  it.each(['succeeded', 'failed'] as const)('never again when it has %s', (state) => {
    expect(nextRefundAt(refundThat({ state }))).toBeUndefined();
  });
});
