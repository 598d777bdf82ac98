import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type DelayHistogram,
  delayQuantile,
  newDelays,
  noteDelay,
  reportedBy,
} from '#shared/domain/routing/health/delay.ts';

const delaysOf = (seconds: readonly number[]): DelayHistogram => {
  const delays = newDelays();
  for (const it of seconds) noteDelay(delays, it);
  return delays;
};

const someDelays = fc
  .array(fc.double({ min: 0, max: 2_000, noNaN: true }), { maxLength: 60 })
  .map(delaysOf);
const someAge = fc.double({ min: 0, max: 400, noNaN: true });

describe('the share of successes that are reported by an age', () => {
  test('is nothing at the start and everything at the time-out', () => {
    fc.assert(
      fc.property(someDelays, (delays) => {
        expect(reportedBy(delays, -5)).toBe(0);
        expect(reportedBy(delays, 0)).toBe(0);
        expect(reportedBy(delays, 300)).toBeCloseTo(1, 9);
        expect(reportedBy(delays, 1_000_000)).toBeCloseTo(1, 9);
      }),
    );
  });

  test('never falls with age after the first second, and stays a share', () => {
    fc.assert(
      fc.property(someDelays, someAge, someAge, (delays, a, b) => {
        const [younger, older] = [1.001 + Math.min(a, b), 1.001 + Math.max(a, b)];
        const [before, after] = [reportedBy(delays, younger), reportedBy(delays, older)];
        expect(before).toBeGreaterThanOrEqual(0);
        expect(after).toBeLessThanOrEqual(1);
        expect(after - before).toBeGreaterThan(-1e-12);
      }),
      { numRuns: 2_000 },
    );
  });

  test('never falls with age around the first second, where a channel answers at once', () => {
    const delays = delaysOf(Array.from({ length: 500 }, () => 0.4));
    expect(reportedBy(delays, 1.01)).toBeGreaterThanOrEqual(reportedBy(delays, 1));
  });

  test('says of a channel that pays within ten seconds that silence of twenty means something', () => {
    const quick = delaysOf(Array.from({ length: 300 }, (_, index) => 4 + (index % 6)));
    const slow = delaysOf(Array.from({ length: 300 }, (_, index) => 60 + (index % 60)));
    expect(reportedBy(quick, 20)).toBeGreaterThan(0.95);
    expect(reportedBy(slow, 20)).toBeLessThan(0.1);
  });
});

describe('the delay that a share of successes stays below', () => {
  test('is what the share that is reported says, read backwards', () => {
    fc.assert(
      fc.property(
        someDelays,
        fc.double({ min: 0.001, max: 0.999, noNaN: true }),
        (delays, share) => {
          expect(reportedBy(delays, delayQuantile(delays, share))).toBeCloseTo(share, 6);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  test('grows with the share, from nothing to the time-out', () => {
    fc.assert(
      fc.property(
        someDelays,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (delays, a, b) => {
          const low = delayQuantile(delays, Math.min(a, b));
          const high = delayQuantile(delays, Math.max(a, b));
          expect(low).toBeGreaterThanOrEqual(0);
          expect(high).toBeGreaterThanOrEqual(low);
          expect(high).toBeLessThanOrEqual(300.000_001);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  test('of a new channel is that of usual payments', () => {
    expect(delayQuantile(newDelays(), 0.5)).toBeGreaterThan(15);
    expect(delayQuantile(newDelays(), 0.5)).toBeLessThan(26);
  });

  test('is the measured one to within a step of the histogram', () => {
    const delays = delaysOf(Array.from({ length: 1_500 }, (_, index) => 30 + index / 50));
    // A step is 15 %.
    expect(delayQuantile(delays, 0.5) / 45).toBeGreaterThan(1 / 1.16);
    expect(delayQuantile(delays, 0.5) / 45).toBeLessThan(1.16);
  });
});

describe('the histogram', () => {
  test('forgets: a channel that became slow is slow after a few thousand payments', () => {
    const delays = delaysOf(Array.from({ length: 20_000 }, () => 5));
    expect(delayQuantile(delays, 0.5)).toBeLessThan(6);
    for (let index = 0; index < 3_000; index += 1) noteDelay(delays, 100);
    expect(delayQuantile(delays, 0.5)).toBeGreaterThan(80);
  });

  test('counts at most two thousand payments, and its sum is that of its bins', () => {
    const delays = newDelays();
    for (let index = 0; index < 10_000; index += 1) {
      noteDelay(delays, (index * 37) % 400);
      const total = delays.at(-1) ?? 0;
      expect(total).toBeLessThanOrEqual(2_000);
      if (index % 500 > 0) continue;
      expect(delays.slice(0, -1).reduce((sum, count) => sum + count, 0)).toBeCloseTo(total, 6);
    }
  });

  test('takes any number of seconds, also none and more than the time-out', () => {
    for (const seconds of [-3, 0, 0.2, 1, 299.999, 300, 50_000]) {
      const delays = newDelays();
      noteDelay(delays, seconds);
      expect(delays.every((count) => Number.isFinite(count) && count >= 0)).toBe(true);
      expect(delays.at(-1)).toBeCloseTo(13, 9);
    }
  });
});
