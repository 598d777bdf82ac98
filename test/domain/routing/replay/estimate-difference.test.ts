import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { estimateDifference } from '#shared/domain/routing/replay/estimate-difference.ts';
import { estimateValue } from '#shared/domain/routing/replay/estimate-value.ts';
import { seededRandom } from '../../../support/seeded-random.ts';

type Shares = Readonly<Record<string, number>>;

const LOGGED: Shares = { a: 0.6, b: 0.4 };
const SUCCEEDS: Shares = { a: 0.5, b: 0.8 };
const NOW: Shares = { a: 0.9, b: 0.1 };
const DRAFT: Shares = { a: 0.2, b: 0.8 };
/** 0.7 of the payments move from a to b. */
const TRUTH = 0.7 * 0.3;

const aHistory = (seed: number, count = 400) => {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => {
    const loggedChannel = random() < 0.6 ? 'a' : 'b';
    const logged = {
      loggedChannel,
      propensity: LOGGED[loggedChannel] ?? 0,
      reward: random() < (SUCCEEDS[loggedChannel] ?? 0) ? 1 : 0,
      predicted: { a: 0.7, b: 0.7 },
    };
    return {
      present: { ...logged, probabilities: NOW },
      draft: { ...logged, probabilities: DRAFT },
    };
  });
};

describe('the difference of two policies', () => {
  test.each(['snips', 'doublyRobust'] as const)(
    'by %s is found with a wrong model, and its interval holds the truth about 95 %% of the time',
    (estimator) => {
      const estimates = Array.from(
        { length: 400 },
        (_, seed) => estimateDifference(aHistory(seed))[estimator],
      );
      const mean = estimates.reduce((sum, it) => sum + (it.mean ?? 0), 0) / estimates.length;
      const held = estimates.filter(
        ({ low, high }) => (low ?? 0) <= TRUTH && TRUTH <= (high ?? 0),
      ).length;
      expect(mean).toBeCloseTo(TRUTH, 2);
      expect(held / estimates.length).toBeGreaterThan(0.92);
      expect(held / estimates.length).toBeLessThan(0.98);
    },
  );

  test('is that of the two means', () => {
    const pairs = aHistory(1);
    const { snips, doublyRobust } = estimateDifference(pairs);
    const [now, draft] = [
      estimateValue(pairs.map((pair) => pair.present)),
      estimateValue(pairs.map((pair) => pair.draft)),
    ];
    expect(snips.mean).toBeCloseTo((draft.snips.mean ?? 0) - (now.snips.mean ?? 0), 12);
    expect(doublyRobust.mean).toBeCloseTo(
      (draft.doublyRobust.mean ?? 0) - (now.doublyRobust.mean ?? 0),
      12,
    );
  });

  test('of a policy to itself is exactly nothing', () => {
    const pairs = aHistory(2).map(({ present }) => ({ present, draft: present }));
    const nothing = { mean: 0, low: 0, high: 0 };
    expect(estimateDifference(pairs)).toEqual({ snips: nothing, doublyRobust: nothing });
  });

  test('of no decisions is unknown, and never NaN whatever comes', () => {
    const unknown = { mean: null, low: null, high: null };
    expect(estimateDifference([])).toEqual({ snips: unknown, doublyRobust: unknown });
    const any = fc.double({ noNaN: false });
    const shares = fc.dictionary(fc.constantFrom('a', 'b'), any);
    const decision = fc.record({
      loggedChannel: fc.constantFrom('a', 'b'),
      propensity: any,
      reward: any,
      predicted: shares,
      probabilities: shares,
    });
    fc.assert(
      fc.property(fc.array(fc.record({ present: decision, draft: decision })), (pairs) => {
        for (const { mean, low, high } of Object.values(estimateDifference(pairs))) {
          for (const value of [mean, low, high]) {
            expect(value === null || Number.isFinite(value)).toBe(true);
          }
        }
      }),
    );
  });
});
