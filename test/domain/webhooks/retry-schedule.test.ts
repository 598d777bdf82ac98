import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JITTER, nextTryAt, RETRY_DELAYS_SECONDS } from '#shared/domain/webhooks/retry-schedule.ts';
import { NOW } from '#test/support/builders.ts';

const HOUR_SECONDS = 3_600;

describe('the retry schedule', () => {
  it('has ten tries and lasts a little more than three days', () => {
    const total = RETRY_DELAYS_SECONDS.reduce((sum, pause) => sum + pause, 0);
    expect(RETRY_DELAYS_SECONDS).toHaveLength(10);
    expect(total).toBe(75 * HOUR_SECONDS + 35 * 60 + 5);
  });

  it('begins at once and never has a shorter pause after a longer one', () => {
    expect(RETRY_DELAYS_SECONDS[0]).toBe(0);
    expect(RETRY_DELAYS_SECONDS).toEqual([...RETRY_DELAYS_SECONDS].sort((a, b) => a - b));
  });

  it('is over after the last try', () => {
    expect(nextTryAt(RETRY_DELAYS_SECONDS.length, NOW, 0)).toBeUndefined();
    expect(nextTryAt(RETRY_DELAYS_SECONDS.length + 5, NOW, 0)).toBeUndefined();
  });

  it('never comes early, and late by the jitter at most', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: RETRY_DELAYS_SECONDS.length - 1 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (tries, random) => {
          const pauseMillis = (RETRY_DELAYS_SECONDS[tries] ?? 0) * 1000;
          const waited = (nextTryAt(tries, NOW, random)?.getTime() ?? 0) - NOW.getTime();
          expect(waited).toBeGreaterThanOrEqual(pauseMillis);
          expect(waited).toBeLessThanOrEqual(Math.ceil(pauseMillis * (1 + JITTER)));
        },
      ),
    );
  });
});
