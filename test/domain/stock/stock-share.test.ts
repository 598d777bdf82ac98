import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stockShare, unsoldNeeded } from '#shared/domain/stock/stock-share.ts';

const percents = fc.integer({ min: 1, max: 100 });
const units = fc.integer({ min: 0, max: 10_000_000 });

describe('the share of a product’s unsold cards that one buyer may hold', () => {
  it.each([
    [10, 50, 5],
    [11, 50, 6],
    [1, 1, 1],
    [0, 50, 0],
    [100, 1, 1],
    [101, 1, 2],
    [7, 100, 7],
  ])('of %i unsold at %i %% is %i', (unsold, percent, share) => {
    expect(stockShare(unsold, percent)).toBe(share);
  });

  it('always lets the last card be bought, is never more than there is, and never shrinks with stock', () => {
    fc.assert(
      fc.property(units, percents, (unsold, percent) => {
        const share = stockShare(unsold, percent);
        expect(share).toBeGreaterThanOrEqual(Math.min(1, unsold));
        expect(share).toBeLessThanOrEqual(unsold);
        expect(stockShare(unsold + 1, percent)).toBeGreaterThanOrEqual(share);
      }),
      { numRuns: 1_000 },
    );
  });

  it('and the unsold cards that it takes are inverse: so many are enough, one fewer is not', () => {
    fc.assert(
      fc.property(units, percents, (held, percent) => {
        const needed = unsoldNeeded(held, percent);
        expect(stockShare(needed, percent)).toBeGreaterThanOrEqual(held);
        if (needed > 0) expect(stockShare(needed - 1, percent)).toBeLessThan(held);
      }),
      { numRuns: 5_000 },
    );
  });

  it('needs no stock for nothing', () => {
    expect([-3, -1, 0].map((held) => unsoldNeeded(held, 50))).toEqual([0, 0, 0]);
  });
});
