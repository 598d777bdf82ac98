import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stockCount } from '#shared/domain/stock/stock-count.ts';

const whole = fc.nat({ max: 100_000 });
const facts = fc.record({
  freeOfImported: whole,
  freeOfImporting: whole,
  imported: whole,
  held: whole,
  expired: whole,
});

describe('stockCount', () => {
  test('a quiet product: what was imported is free, held or sold', () => {
    expect(
      stockCount({
        cardKind: 'unique',
        freeOfImported: 60,
        freeOfImporting: 0,
        imported: 100,
        held: 7,
        expired: 3,
      }),
    ).toEqual({ available: 63, reserved: 7, sold: 30 });
  });

  test('an import that is under way adds to what can be sold and hides no sale', () => {
    expect(
      stockCount({
        cardKind: 'unique',
        freeOfImported: 60,
        freeOfImporting: 500,
        imported: 100,
        held: 0,
        expired: 0,
      }),
    ).toEqual({ available: 560, reserved: 0, sold: 40 });
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
        const hasCards = counted.freeOfImported + counted.freeOfImporting > 0;
        expect(stockCount({ cardKind: 'loop', ...counted }).available).toBe(
          hasCards ? undefined : 0,
        );
      }),
    );
  });
});
