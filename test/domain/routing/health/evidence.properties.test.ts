import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { newDelays, reportedBy } from '#shared/domain/routing/health/delay.ts';
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
  LEVELS,
  STATIONARY,
} from '#shared/domain/routing/health/levels.ts';

const START = Date.parse('2026-05-01T12:00:00Z');
const BUCKET = 10_000;
const DOWN = LEVELS.findIndex(({ name }) => name === 'down');
const SILENT = LEVELS.findIndex(({ name }) => name === 'silent');
const delays = newDelays();

const beliefAt = (evidence: Evidence, now: number): Float64Array => {
  const belief = new Float64Array(LEVEL_COUNT);
  believe(evidence, delays, now, belief);
  return belief;
};

/** Something that happens so long after the one before. */
interface Step {
  readonly afterMillis: number;
  readonly p: number;
  readonly shown: EvidenceOf | 'open';
}
const step: fc.Arbitrary<Step> = fc.record({
  afterMillis: fc.oneof(
    { weight: 6, arbitrary: fc.integer({ min: 0, max: 15_000 }) },
    { weight: 2, arbitrary: fc.integer({ min: 15_000, max: 400_000 }) },
    { weight: 1, arbitrary: fc.integer({ min: 400_000, max: 40_000_000 }) },
  ),
  p: fc.double({ min: 0.01, max: 0.99, noNaN: true }),
  shown: fc.constantFrom<Step['shown']>('paid', 'not_paid', 'refused', 'taken', 'open'),
});
const steps = fc.array(step, { maxLength: 80 });

const timed = (list: readonly Step[]): (Omit<Step, 'afterMillis'> & { readonly at: number })[] => {
  let at = START;
  return list.map(({ afterMillis, p, shown }) => {
    at += afterMillis;
    return { at, p, shown };
  });
};

const noted = (list: readonly Step[]): Evidence => {
  const evidence = newEvidence(BUCKET, START);
  for (const { at, p, shown } of timed(list)) {
    if (shown === 'open') noteOpen(evidence, at, p, 1);
    else noteDecided(evidence, at, p, shown);
  }
  return evidence;
};

const natsOf = (shown: EvidenceOf, p: number, { factor, refusal }: (typeof LEVELS)[number]) => {
  const likelihood = {
    paid: factor,
    not_paid: 1 - p * factor,
    refused: refusal,
    taken: 1 - refusal,
  }[shown];
  return Math.max(-5, Math.log(likelihood));
};

/** The same filter from the first note on, bucket by bucket, without a ring: nothing is ever forgotten or skipped. */
const naiveBelief = (list: readonly Step[], now: number): number[] => {
  const all = timed(list);
  let belief = [...STATIONARY];
  const relax = (millis: number): void => {
    const kept = Math.exp(-millis / 600_000);
    belief = belief.map((share, level) => {
      const rest = STATIONARY[level] ?? 0;
      return rest + (share - rest) * kept;
    });
  };
  const ringStart = Math.floor(now / BUCKET) - 30;
  for (let bucket = Math.floor(START / BUCKET); bucket * BUCKET <= now; bucket += 1) {
    const here = all.filter(({ at }) => Math.floor(at / BUCKET) === bucket);
    if (here.length > 0) {
      const open = here.filter(({ shown }) => shown === 'open');
      const mean = open.reduce((sum, { p }) => sum + p, 0) / Math.max(1, open.length);
      // What has left the ring without an end was let go.
      const reported =
        bucket < ringStart ? 0 : reportedBy(delays, (now - bucket * BUCKET - BUCKET / 2) / 1_000);
      const nats = LEVELS.map((level) =>
        here.reduce(
          (sum, { shown, p }) =>
            sum +
            (shown === 'open'
              ? Math.log(1 - mean * reported * level.factor)
              : natsOf(shown, p, level)),
          0,
        ),
      );
      const largest = Math.max(...nats);
      const weights = belief.map((share, level) =>
        Math.max(1e-9, share * Math.exp((nats[level] ?? 0) - largest)),
      );
      const sum = weights.reduce((total, weight) => total + weight, 0);
      belief = weights.map((weight) => weight / sum);
    }
    relax(Math.min(BUCKET, now - bucket * BUCKET));
  }
  return belief;
};

describe('belief', () => {
  test('is what a filter over all of history gives, whatever came and however long nothing did', () => {
    const bounded = steps.filter(
      (list) => list.filter((it) => it.afterMillis > 400_000).length < 4,
    );
    fc.assert(
      fc.property(bounded, fc.integer({ min: 0, max: 320_000 }), (list, after) => {
        const now = (timed(list).at(-1)?.at ?? START) + after;
        const evidence = noted(list);
        advanceEvidence(evidence, now);
        const belief = beliefAt(evidence, now);
        for (const [level, share] of naiveBelief(list, now).entries()) {
          expect(Math.abs((belief[level] ?? 0) - share)).toBeLessThan(0.001);
        }
      }),
      { numRuns: 40, seed: 20_260_501 },
    );
  });

  test('is a probability for every level at any later moment, open payments included', () => {
    fc.assert(
      fc.property(steps, fc.integer({ min: 0, max: 100_000_000 }), (list, after) => {
        const evidence = noted(list);
        const now = (timed(list).at(-1)?.at ?? START) + after;
        for (const advanced of [false, true]) {
          if (advanced) advanceEvidence(evidence, now);
          const belief = beliefAt(evidence, now);
          expect(belief.every((share) => share >= 0 && share <= 1)).toBe(true);
          expect(belief.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
          expect(expectedFactor(belief)).toBeLessThanOrEqual(1);
          expect(deadProbability(belief)).toBeGreaterThanOrEqual(0);
        }
      }),
      { numRuns: 200 },
    );
  });

  test('is read without being changed', () => {
    fc.assert(
      fc.property(steps, fc.integer({ min: 0, max: 1_000_000 }), (list, after) => {
        const evidence = noted(list);
        const before = copyEvidence(evidence);
        beliefAt(evidence, START + after);
        expect(evidence).toEqual(before);
      }),
      { numRuns: 50 },
    );
  });
});

describe('time', () => {
  test('in any two steps is one step, to the bit', () => {
    fc.assert(
      fc.property(
        steps,
        fc.integer({ min: 0, max: 60_000_000 }),
        fc.integer({ min: 0, max: 60_000_000 }),
        (list, first, second) => {
          const end = timed(list).at(-1)?.at ?? START;
          const once = noted(list);
          const twice = copyEvidence(once);
          advanceEvidence(once, end + first + second);
          advanceEvidence(twice, end + first);
          advanceEvidence(twice, end + first + second);
          expect(twice).toEqual(once);
        },
      ),
      { numRuns: 100 },
    );
  });

  test('does not run backwards', () => {
    const evidence = noted([{ afterMillis: 5_000, p: 0.8, shown: 'refused' }]);
    const before = copyEvidence(evidence);
    advanceEvidence(evidence, START - 3_600_000);
    expect(evidence).toEqual(before);
  });
});

describe('the ring', () => {
  test('holds every bucket of the time-out apart: none is overwritten, none counted twice', () => {
    const evidence = newEvidence(BUCKET, START);
    const gap = START + 7 * 3_600_000 + 1_234;
    for (let bucket = 0; bucket <= 30; bucket += 1) {
      noteOpen(evidence, gap + bucket * BUCKET, 0.5, 1);
      noteDecided(evidence, gap + bucket * BUCKET, 0.5, 'taken');
    }
    expect(evidence.openCount.reduce((sum, count) => sum + count, 0)).toBe(31);
    for (let bucket = 0; bucket <= 30; bucket += 1) {
      noteOpen(evidence, gap + bucket * BUCKET, 0.5, -1);
    }
    expect([...evidence.openCount]).toEqual(Array(31).fill(0));
    expect([...evidence.openExpected]).toEqual(Array(31).fill(0));
  });

  test('forgets a whole turn at once: what comes after a long gap stands alone', () => {
    const old = newEvidence(BUCKET, START);
    for (let bucket = 0; bucket < 31; bucket += 1) {
      for (let times = 0; times < 5; times += 1) {
        noteDecided(old, START + bucket * BUCKET, 0.9, 'refused');
        noteOpen(old, START + bucket * BUCKET, 0.9, 1);
      }
    }
    const later = START + 48 * 3_600_000;
    const fresh = newEvidence(BUCKET, later);
    for (const evidence of [old, fresh]) {
      for (let bucket = -20; bucket <= 0; bucket += 1) {
        noteDecided(evidence, later + bucket * BUCKET, 0.9, 'paid');
        noteDecided(evidence, later + bucket * BUCKET, 0.9, 'taken');
        noteOpen(evidence, later + bucket * BUCKET, 0.9, 1);
      }
    }
    const [remembered, unburdened] = [beliefAt(old, later + 1_000), beliefAt(fresh, later + 1_000)];
    for (const [level, share] of unburdened.entries()) {
      expect(remembered[level]).toBeCloseTo(share, 9);
    }
  });

  test('leaves no trace of an attempt that was noted and taken back', () => {
    fc.assert(
      fc.property(steps, fc.array(fc.integer({ min: 0, max: 290_000 })), (list, ages) => {
        const evidence = noted(list);
        const end = timed(list).at(-1)?.at ?? START;
        advanceEvidence(evidence, end);
        const before = copyEvidence(evidence);
        const starts = ages.map((age) => end - age);
        for (const [index, at] of starts.entries()) noteOpen(evidence, at, (index % 7) / 7, 1);
        for (const [index, at] of starts.entries()) noteOpen(evidence, at, (index % 7) / 7, -1);
        expect(evidence).toEqual(before);
      }),
      { numRuns: 100 },
    );
  });

  test('takes nothing older than the time-out, and everything younger', () => {
    const evidence = newEvidence(BUCKET, START);
    advanceEvidence(evidence, START + 1_000_000);
    const before = copyEvidence(evidence);
    noteDecided(evidence, START + 1_000_000 - 310_001, 0.8, 'refused');
    noteOpen(evidence, START + 1_000_000 - 310_001, 0.8, 1);
    expect(evidence).toEqual(before);
    noteDecided(evidence, START + 1_000_000 - 300_000, 0.8, 'refused');
    expect(evidence).not.toEqual(before);
  });
});

describe('what is suspected', () => {
  const believedAfter = (...shown: EvidenceOf[]): Float64Array => {
    const evidence = newEvidence(BUCKET, START);
    for (const [index, it] of shown.entries()) {
      noteDecided(evidence, START + index * 1_000, 0.85, it);
    }
    return beliefAt(evidence, START + shown.length * 1_000);
  };

  test('after one refusal is not yet an outage', () => {
    expect(deadProbability(believedAfter('refused'))).toBeLessThan(0.6);
  });

  test('after two refusals is a channel that is down, not a silent one', () => {
    const belief = believedAfter('refused', 'refused');
    expect(belief[DOWN]).toBeGreaterThan(0.9);
    expect(belief[SILENT]).toBeLessThan(0.01);
  });

  test('of payments that nobody reports is silence, long before any time-out, and not at once', () => {
    const evidence = newEvidence(BUCKET, START);
    for (let index = 0; index < 8; index += 1) {
      noteOpen(evidence, START + index * 1_000, 0.85, 1);
      noteDecided(evidence, START + index * 1_000, 0.85, 'taken');
    }
    expect(deadProbability(beliefAt(evidence, START + 12_000))).toBeLessThan(0.1);
    const belief = beliefAt(evidence, START + 150_000);
    expect(belief[SILENT]).toBeGreaterThan(0.6);
    expect(belief[DOWN]).toBeLessThan(0.01);
  });

  test('ends with one success of a channel that was believed down', () => {
    const before = deadProbability(believedAfter('refused', 'refused'));
    expect(before).toBeGreaterThan(0.9);
    expect(deadProbability(believedAfter('refused', 'refused', 'taken', 'paid'))).toBeLessThan(0.1);
  });

  test('of a declined payment is little: buyers fail as well', () => {
    expect(deadProbability(believedAfter('taken', 'not_paid'))).toBeLessThan(0.1);
  });

  test.each<EvidenceOf>(['paid', 'not_paid', 'refused', 'taken'])(
    'never goes beyond what a thousand times "%s" can say, and comes back from it',
    (shown) => {
      const evidence = newEvidence(BUCKET, START);
      for (let index = 0; index < 1_000; index += 1) noteDecided(evidence, START, 0.99, shown);
      expect(beliefAt(evidence, START + 1_000).every((share) => share > 0)).toBe(true);
      const later = beliefAt(evidence, START + 6 * 3_600_000);
      for (const [level, share] of later.entries()) {
        expect(share).toBeCloseTo(STATIONARY[level] ?? 0, 6);
      }
    },
  );
});
