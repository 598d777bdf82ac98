import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type PriorShare,
  poolableShares,
  poolPriors,
} from '#shared/domain/routing/model/pool-priors.ts';

const KEY = 'epay|alipay';
const shop = (rate: number, tries = 100) => [{ key: KEY, tries, paid: rate * tries }];

/** Shops of every size with two kinds of experience. */
const someShops: fc.Arbitrary<PriorShare[][]> = fc.array(
  fc
    .tuple(
      fc.record({
        tries: fc.integer({ min: 0, max: 2_000 }),
        rate: fc.double({ min: 0, max: 1, noNaN: true }),
      }),
      fc.record({
        tries: fc.integer({ min: 0, max: 100 }),
        rate: fc.double({ min: 0, max: 1, noNaN: true }),
      }),
    )
    .map((shares) =>
      shares.map(({ tries, rate }, index) => ({
        key: index === 0 ? KEY : 'epay|wechat_pay',
        tries,
        paid: tries * rate,
      })),
    ),
  { maxLength: 40 },
);

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

  test('does not depend on the order of shops', () => {
    fc.assert(
      fc.property(
        someShops.chain((shops) =>
          fc.tuple(fc.constant(shops), fc.shuffledSubarray(shops, { minLength: shops.length })),
        ),
        ([shops, shuffled]) => {
          expect(new Map([...poolPriors(shuffled)].sort())).toEqual(
            new Map([...poolPriors(shops)].sort()),
          );
        },
      ),
    );
  });

  test('is a whole percent, neither none nor all, and lies between the second lowest and the second highest', () => {
    fc.assert(
      fc.property(someShops, (shops) => {
        for (const [key, pooled] of poolPriors(shops)) {
          expect(pooled * 100).toBeCloseTo(Math.round(pooled * 100), 9);
          expect(pooled).toBeGreaterThanOrEqual(0.01);
          expect(pooled).toBeLessThanOrEqual(0.99);
          const rates = shops
            .flatMap((shares) => shares.filter((it) => it.key === key && it.tries >= 50))
            .map(({ paid, tries }) => paid / tries)
            .sort((a, b) => a - b);
          expect(rates.length).toBeGreaterThanOrEqual(5);
          expect(pooled).toBeGreaterThanOrEqual(Math.min(0.985, (rates[1] ?? 0) - 0.0051));
          expect(pooled).toBeLessThanOrEqual(Math.max(0.015, (rates.at(-2) ?? 1) + 0.0051));
        }
      }),
    );
  });

  test('with one shop replaced by anything stays between what it would be with the worst and with the best shop', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 4, maxLength: 60 }),
        fc.double({ min: 50, max: 1e12, noNaN: true }),
        fc.double({ min: -1e12, max: 1e12, noNaN: true }),
        (rates, tries, paid) => {
          const pooled = (last: readonly PriorShare[]): number =>
            poolPriors([...rates.map((it) => shop(it)), last]).get(KEY) ?? Number.NaN;
          const any = pooled([{ key: KEY, tries, paid }]);
          expect(any).toBeGreaterThanOrEqual(pooled(shop(0)));
          expect(any).toBeLessThanOrEqual(pooled(shop(1)));
        },
      ),
    );
  });

  test('does not tell whether an extreme shop is extreme or merely the first of its side', () => {
    const others = [0.71, 0.74, 0.78, 0.8, 0.83, 0.86].map((rate) => shop(rate));
    for (const extreme of [0, 0.1, 0.5, 0.7]) {
      expect(poolPriors([...others, shop(extreme, 5_000_000)])).toEqual(
        poolPriors([...others, shop(0.7)]),
      );
    }
    for (const extreme of [0.87, 0.99, 1, 50]) {
      expect(poolPriors([...others, shop(extreme)])).toEqual(poolPriors([...others, shop(0.87)]));
    }
  });

  test('takes more successes than tries, as fading counts may show them, for all', () => {
    const odd = [0.5, 0.5, 0.5, 0.5, 3, 3, 3].map((rate) => shop(rate));
    expect(poolPriors(odd).get(KEY)).toBe(0.7);
  });

  test('never says which shops have it, nor what else they have', () => {
    const shops = [0.7, 0.75, 0.8, 0.85, 0.9].map((rate, index) => [
      ...shop(rate),
      { key: `own-gateway-${index}|alipay`, tries: 10_000, paid: 9_000 },
    ]);
    expect([...poolPriors(shops)]).toEqual([[KEY, 0.8]]);
  });

  test('counts a shop that has more than fifty tries of one key, whatever its other keys', () => {
    const shares: PriorShare[] = [
      { key: 'a', tries: 49.9, paid: 40 },
      { key: 'b', tries: 50, paid: 40 },
      { key: 'c', tries: 0, paid: 0 },
    ];
    expect(poolableShares(shares).map(({ key }) => key)).toEqual(['b']);
    expect([...poolPriors(Array(9).fill(shares)).keys()]).toEqual(['b']);
  });

  test('gives a shop one vote also when its share names a key many times', () => {
    const crowd = Array.from({ length: 5 }, () => shop(0.9)[0] as PriorShare);
    expect(poolPriors([crowd]).size).toBe(0);
  });
});
