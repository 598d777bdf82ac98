import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { poolPriors } from '#shared/domain/routing/model/pool-priors.ts';

const KEY = 'epay|alipay';
const shop = (rate: number, tries = 100) => [{ key: KEY, tries, paid: rate * tries }];

describe('what shops know together', () => {
  test('is nothing below five shops with experience', () => {
    expect(poolPriors([0.7, 0.8, 0.9, 0.8].map((rate) => shop(rate))).size).toBe(0);
    const beginner = shop(0.1, 49);
    expect(poolPriors([...[0.7, 0.8, 0.9, 0.8].map((rate) => shop(rate)), beginner]).size).toBe(0);
  });

  test('is their middle, rounded to a percent, each shop one vote whatever its size', () => {
    const shops = [shop(0.7), shop(0.8), shop(0.81), shop(0.82), shop(0.2, 1_000_000)];
    expect(poolPriors(shops).get(KEY)).toBe(0.77);
  });

  test('hardly depends on any single shop: it cannot be told from the result', () => {
    const rate = fc.double({ min: 0.5, max: 0.95, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(rate, { minLength: 19, maxLength: 40 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (rates, other) => {
          const pooled = (last: number): number =>
            poolPriors([...rates, last].map((it) => shop(it))).get(KEY) ?? Number.NaN;
          // Replacing one shop by any other moves the mean of those that are kept by at most their range over their number.
          const kept = rates.length + 1 - 2 * Math.max(1, Math.floor((rates.length + 1) * 0.1));
          const bound = (Math.max(...rates) - Math.min(...rates)) / kept + 0.0101;
          expect(Math.abs(pooled(other) - pooled(rates[0] ?? 0))).toBeLessThanOrEqual(bound);
        },
      ),
    );
  });
});
