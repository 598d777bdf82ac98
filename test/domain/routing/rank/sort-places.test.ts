import fc from 'fast-check';
import { expect, test } from 'vitest';
import { preparePortfolio } from '#shared/domain/routing/portfolio.ts';
import { type SortKeys, sortPlaces } from '#shared/domain/routing/rank/sort-places.ts';
import { aCandidate, channelId } from '../../../support/an-account.ts';

/** Few different values, so that equals come up at every step. */
const place = fc.record({
  tier: fc.constantFrom<number>(-2_000_000, -1, 0, 0.5, 1_000),
  utility: fc.constantFrom<number>(-10, 0, 0.1, 3, 3.000_000_1),
  lot: fc.constantFrom<number>(0, 0.2, 7, Number.MAX_VALUE),
  priority: fc.integer({ min: 0, max: 2 }),
});
type Place = typeof place extends fc.Arbitrary<infer Value> ? Value : never;

const keysOf = (places: readonly Place[], by: SortKeys['by']): SortKeys => ({
  by,
  tiers: Float64Array.from(places, ({ tier }) => tier),
  utility: Float64Array.from(places, ({ utility }) => utility),
  lots: Float64Array.from(places, ({ lot }) => lot),
  channels: preparePortfolio(
    places.map(({ priority }, index) => aCandidate({ id: channelId(index + 1), priority })),
  ).channels,
});

/** What must hold, as a list of keys that are compared one after the other. */
const sortedByReference = (places: readonly Place[], subset: readonly number[], by: string) =>
  [...subset].sort((a, b) => {
    const [one, other] = [places[a] as Place, places[b] as Place];
    const own =
      by === 'best'
        ? other.utility - one.utility
        : one.priority - other.priority || one.lot - other.lot;
    return one.tier - other.tier || own || a - b;
  });

test.each(['best', 'priority'] as const)(
  'channels are sorted by tier, then by "%s", then by their ids, whichever of them compete',
  (by) => {
    fc.assert(
      fc.property(
        fc
          .array(place, { minLength: 1, maxLength: 14 })
          .chain((places) => fc.tuple(fc.constant(places), fc.subarray([...places.keys()]))),
        ([places, subset]) => {
          const order = [...subset];
          sortPlaces(order, keysOf(places, by));
          expect(order).toEqual(sortedByReference(places, subset, by));
        },
      ),
      { numRuns: 1_000 },
    );
  },
);

test('nothing and a single channel are sorted as they are', () => {
  const keys = keysOf([{ tier: 0, utility: 3, lot: 7, priority: 1 }], 'best');
  for (const order of [[], [0]]) {
    const sorted = [...order];
    sortPlaces(sorted, keys);
    expect(sorted).toEqual(order);
  }
});
