import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cardPosition } from '#shared/domain/stock/card-position.ts';
import { type StockFacts, stockCount } from '#shared/domain/stock/stock-count.ts';

const range = (first: number, count: number): string[] =>
  Array.from({ length: count }, (_, index) => cardPosition(first + index));

const whole = fc.nat({ max: 1_000 });
const facts: fc.Arbitrary<Omit<StockFacts, 'cardKind'>> = fc.record({
  free: fc.array(whole.map(cardPosition)),
  batches: fc.array(
    fc.record({
      firstSerial: whole,
      state: fc.constantFrom('importing' as const, 'imported' as const),
      imported: whole,
    }),
  ),
  held: whole,
  expired: whole,
});

describe('stockCount', () => {
  test('a quiet product: what was imported is free, held or sold', () => {
    expect(
      stockCount({
        cardKind: 'unique',
        free: range(40, 60),
        batches: [{ firstSerial: 0, state: 'imported', imported: 100 }],
        held: 7,
        expired: 3,
      }),
    ).toEqual({ available: 63, reserved: 7, sold: 30 });
  });

  test('an import that is under way adds to what can be sold and hides no sale', () => {
    expect(
      stockCount({
        cardKind: 'unique',
        free: [...range(1_000, 500), ...range(40, 60), ...range(3_000, 5)],
        batches: [
          { firstSerial: 3_000, state: 'imported', imported: 5 },
          { firstSerial: 1_000, state: 'importing', imported: 0 },
          { firstSerial: 0, state: 'imported', imported: 100 },
        ],
        held: 0,
        expired: 0,
      }),
    ).toEqual({ available: 565, reserved: 0, sold: 40 });
  });

  test('no number is ever negative, whatever was counted while sales went on', () => {
    fc.assert(
      fc.property(facts, (counted) => {
        const { available, reserved, sold } = stockCount({ cardKind: 'unique', ...counted });
        for (const number of [available, reserved, sold]) expect(number).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  test('endless stock is never a number, and a loop product without cards is not endless', () => {
    fc.assert(
      fc.property(facts, (counted) => {
        expect(stockCount({ cardKind: 'manual', ...counted }).available).toBeUndefined();
        expect(stockCount({ cardKind: 'loop', ...counted }).available).toBe(
          counted.free.length > 0 ? undefined : 0,
        );
      }),
    );
  });
});
