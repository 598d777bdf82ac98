import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { newDelays } from '#shared/domain/routing/health/delay.ts';
import {
  advanceEvidence,
  believe,
  copyEvidence,
  type Evidence,
  type EvidenceOf,
  newEvidence,
  noteDecided,
  noteOpen,
} from '#shared/domain/routing/health/evidence.ts';
import {
  deadProbability,
  expectedFactor,
  LEVEL_COUNT,
  STATIONARY,
} from '#shared/domain/routing/health/levels.ts';

const START = Date.parse('2026-05-01T12:00:00Z');
const delays = newDelays();

const beliefAt = (evidence: Evidence, now: number): Float64Array => {
  const belief = new Float64Array(LEVEL_COUNT);
  believe(evidence, delays, now, belief);
  return belief;
};

interface Note {
  readonly at: number;
  readonly p: number;
  readonly shown: EvidenceOf;
}
const notes: fc.Arbitrary<Note[]> = fc.array(
  fc.record({
    at: fc.integer({ min: 0, max: 280_000 }).map((millis) => START + millis),
    p: fc.double({ min: 0.01, max: 0.99, noNaN: true }),
    shown: fc.constantFrom<EvidenceOf>('paid', 'not_paid', 'refused', 'taken'),
  }),
  { maxLength: 200 },
);

const noted = (list: readonly Note[]): Evidence => {
  const evidence = newEvidence(10_000, START + 290_000);
  for (const { at, p, shown } of list) noteDecided(evidence, at, p, shown);
  return evidence;
};

describe('what is believed of a channel', () => {
  test('is a probability for every level, whatever happened', () => {
    fc.assert(
      fc.property(notes, (list) => {
        const belief = beliefAt(noted(list), START + 300_000);
        expect(belief.every((share) => share >= 0 && share <= 1)).toBe(true);
        expect(belief.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
      }),
      { numRuns: 300 },
    );
  });

  test('does not depend on the order of results, to the bit', () => {
    fc.assert(
      fc.property(
        notes.chain((list) =>
          fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
        ),
        ([list, shuffled]) => {
          expect(noted(shuffled)).toEqual(noted(list));
        },
      ),
      { numRuns: 200 },
    );
  });

  test('is the same whether time passes in one step or in many', () => {
    const once = noted([{ at: START + 1_000, p: 0.8, shown: 'refused' }]);
    const often = copyEvidence(once);
    for (let now = START + 290_000; now <= START + 2_000_000; now += 7_000) {
      advanceEvidence(often, now);
    }
    advanceEvidence(once, START + 2_000_000);
    advanceEvidence(often, START + 2_000_000);
    expect(often).toEqual(once);
  });

  test('comes to rest after hours without news', () => {
    const evidence = newEvidence(10_000, START);
    for (let index = 0; index < 5; index += 1) noteDecided(evidence, START, 0.8, 'refused');
    expect(deadProbability(beliefAt(evidence, START + 10_000))).toBeGreaterThan(0.9);
    const later = beliefAt(evidence, START + 4 * 3_600_000);
    for (const [level, share] of later.entries())
      expect(share).toBeCloseTo(STATIONARY[level] ?? 0, 6);
  });

  test('two refusals in a row look like a channel that is down', () => {
    const evidence = newEvidence(10_000, START);
    noteDecided(evidence, START, 0.8, 'refused');
    noteDecided(evidence, START + 2_000, 0.8, 'refused');
    expect(deadProbability(beliefAt(evidence, START + 3_000))).toBeGreaterThan(0.9);
  });

  test('payments that are open for a minute look like silence, long before they time out', () => {
    const evidence = newEvidence(10_000, START);
    for (let index = 0; index < 8; index += 1) noteOpen(evidence, START + index * 1_000, 0.85, 1);
    expect(expectedFactor(beliefAt(evidence, START + 10_000))).toBeGreaterThan(0.9);
    expect(expectedFactor(beliefAt(evidence, START + 80_000))).toBeLessThan(0.5);
  });

  test('two payments that were taken and paid revive a channel that was believed dead', () => {
    const evidence = newEvidence(10_000, START);
    for (let index = 0; index < 3; index += 1) noteDecided(evidence, START, 0.8, 'refused');
    for (const at of [START + 5_000, START + 6_000]) {
      noteDecided(evidence, at, 0.8, 'taken');
      noteDecided(evidence, at, 0.8, 'paid');
    }
    expect(deadProbability(beliefAt(evidence, START + 9_000))).toBeLessThan(0.5);
  });

  test('nothing older than the time-out is taken, and a later start moves the ring', () => {
    const evidence = newEvidence(10_000, START);
    const before = copyEvidence(evidence);
    noteDecided(evidence, START - 400_000, 0.8, 'refused');
    expect(evidence).toEqual(before);
    noteOpen(evidence, START + 3_600_000, 0.8, 1);
    noteOpen(evidence, START + 3_600_000, 0.8, -1);
    expect(evidence.openCount.every((count) => count === 0)).toBe(true);
    expect(evidence.openExpected.every((sum) => sum === 0)).toBe(true);
  });
});
