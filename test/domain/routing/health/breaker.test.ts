import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Breaker,
  breakerState,
  judgeBreaker,
  newBreaker,
  noteProbe,
  noteTrial,
  noteTrialResult,
} from '#shared/domain/routing/health/breaker.ts';

const NOW = 10_000_000;
const opened = (): Breaker => {
  const breaker = newBreaker();
  judgeBreaker(breaker, 0.95, NOW);
  return breaker;
};

describe('a breaker', () => {
  test('opens when the channel is most likely dead, and waits half a minute', () => {
    const breaker = newBreaker();
    judgeBreaker(breaker, 0.5, NOW);
    expect(breakerState(breaker, NOW)).toBe('closed');
    judgeBreaker(breaker, 0.95, NOW);
    expect(breakerState(breaker, NOW + 29_999)).toBe('open');
    expect(breakerState(breaker, NOW + 30_000)).toBe('half_open');
  });

  test('doubles its pauses with every trial that fails, up to eight minutes', () => {
    const breaker = opened();
    const pauses: number[] = [];
    for (let round = 0; round < 6; round += 1) {
      const from = breaker.trialsFrom;
      noteTrial(breaker, from);
      noteTrialResult(breaker, { startedAt: from, paid: false, refused: true }, from + 500);
      pauses.push(breaker.trialsFrom - from - 500);
    }
    expect(pauses).toEqual([60_000, 120_000, 240_000, 480_000, 480_000, 480_000]);
  });

  test('a trial that brings nothing within a minute has failed', () => {
    const breaker = opened();
    noteTrial(breaker, breaker.trialsFrom);
    const tried = breaker.trialsFrom;
    judgeBreaker(breaker, 0.95, tried + 59_999);
    expect(breaker.trialsFrom).toBe(tried);
    judgeBreaker(breaker, 0.95, tried + 60_000);
    expect(breaker.trialsFrom).toBe(tried + 120_000);
  });

  test('closes after two payments, or as soon as the belief has recovered', () => {
    const breaker = opened();
    const at = breaker.trialsFrom + 1_000;
    noteTrialResult(breaker, { startedAt: at, paid: true, refused: false }, at + 1_000);
    expect(breakerState(breaker, at + 1_000)).toBe('half_open');
    noteTrialResult(breaker, { startedAt: at, paid: true, refused: false }, at + 2_000);
    expect(breakerState(breaker, at + 2_000)).toBe('closed');
    const other = opened();
    judgeBreaker(other, 0.3, NOW + 5_000);
    expect(breakerState(other, NOW + 5_000)).toBe('closed');
  });

  test('payments from before it opened are no trials', () => {
    const breaker = opened();
    for (let index = 0; index < 3; index += 1) {
      noteTrialResult(breaker, { startedAt: NOW - 1, paid: true, refused: false }, NOW + 1_000);
    }
    expect(breakerState(breaker, NOW + 1_000)).toBe('open');
  });

  test('remembers a recent outage, and forgives one that is an hour old', () => {
    const again = (millis: number): number => {
      const breaker = opened();
      judgeBreaker(breaker, 0.1, NOW + 1_000);
      judgeBreaker(breaker, 0.95, NOW + 1_000 + millis);
      return breaker.trialsFrom - (NOW + 1_000 + millis);
    };
    expect(again(60_000)).toBe(60_000);
    expect(again(3_600_001)).toBe(30_000);
  });

  test('opens only above four fifths, and closes only below one half', () => {
    const breaker = newBreaker();
    judgeBreaker(breaker, 0.8, NOW);
    expect(breaker.openedAt).toBeUndefined();
    judgeBreaker(breaker, 0.800_1, NOW);
    expect(breaker.openedAt).toBe(NOW);
    judgeBreaker(breaker, 0.5, NOW + 5_000);
    expect(breaker.openedAt).toBe(NOW);
    judgeBreaker(breaker, 0.499_9, NOW + 10_000);
    expect(breaker).toMatchObject({ openedAt: undefined, closedAt: NOW + 10_000 });
  });

  test('waits for its trial, however long nobody makes one', () => {
    const breaker = opened();
    const { trialsFrom } = breaker;
    for (let now = NOW; now < NOW + 7_200_000; now += 5_000) judgeBreaker(breaker, 0.95, now);
    expect(breaker).toMatchObject({ openedAt: NOW, trialsFrom, round: 1 });
    expect(breakerState(breaker, NOW + 7_200_000)).toBe('half_open');
  });

  test('counts the first payment after the pause as its trial, and no other', () => {
    const breaker = opened();
    noteTrial(breaker, breaker.trialsFrom - 1);
    expect(breaker.triedAt).toBeUndefined();
    const tried = breaker.trialsFrom;
    noteTrial(breaker, tried);
    noteTrial(breaker, tried + 40_000);
    expect(breaker.triedAt).toBe(tried);
    const closed = newBreaker();
    noteTrial(closed, NOW);
    expect(closed.triedAt).toBeUndefined();
  });

  test('begins every pause without a trial and without successes', () => {
    const breaker = opened();
    const at = breaker.trialsFrom;
    noteTrial(breaker, at);
    noteTrialResult(breaker, { startedAt: at, paid: true, refused: false }, at + 1_000);
    noteTrialResult(breaker, { startedAt: at, paid: false, refused: true }, at + 2_000);
    expect(breaker).toMatchObject({ triedAt: undefined, successes: 0, openedAt: NOW });
    noteTrialResult(breaker, { startedAt: at, paid: true, refused: false }, at + 3_000);
    expect(breakerState(breaker, at + 3_000)).toBe('open');
  });

  test('is not paused anew by a refusal within the pause, nor by a decline', () => {
    const breaker = opened();
    const before = { ...breaker };
    noteTrialResult(breaker, { startedAt: NOW, paid: false, refused: true }, NOW + 10_000);
    expect(breaker).toEqual(before);
    const at = breaker.trialsFrom + 5_000;
    noteTrialResult(breaker, { startedAt: at, paid: false, refused: false }, at);
    expect(breaker).toEqual(before);
  });

  test('a closed one is not moved by any result', () => {
    const breaker = newBreaker();
    for (const paid of [true, false]) {
      noteTrialResult(breaker, { startedAt: NOW, paid, refused: !paid }, NOW + 1_000);
    }
    expect(breaker).toEqual(newBreaker());
  });

  test('is proven by a synthetic order after the pause, until the next pause or its end', () => {
    const breaker = opened();
    noteProbe(breaker, true, breaker.trialsFrom - 1);
    expect(breaker.isProven).toBe(false);
    noteProbe(breaker, true, breaker.trialsFrom);
    expect(breaker).toMatchObject({ isProven: true, openedAt: NOW });
    const at = breaker.trialsFrom;
    noteProbe(breaker, false, at + 1_000);
    expect(breaker).toMatchObject({ isProven: false, trialsFrom: at + 61_000 });
    noteProbe(breaker, true, at + 61_000);
    judgeBreaker(breaker, 0.3, at + 62_000);
    expect(breaker).toMatchObject({ isProven: false, openedAt: undefined });
    noteProbe(breaker, true, at + 63_000);
    expect(breaker.isProven).toBe(false);
  });

  test('a trial that was paid has not failed, though the belief is not sure yet', () => {
    const breaker = opened();
    const at = breaker.trialsFrom;
    noteTrial(breaker, at);
    noteTrialResult(breaker, { startedAt: at, paid: true, refused: false }, at + 20_000);
    judgeBreaker(breaker, 0.6, at + 60_000);
    expect(breakerState(breaker, at + 60_000)).toBe('half_open');
  });

  test('in any course of events pauses no longer than eight minutes and opens before it closes', () => {
    const happening = fc.record({
      what: fc.constantFrom(
        'judge' as const,
        'start' as const,
        'paid' as const,
        'refused' as const,
      ),
      dead: fc.double({ min: 0, max: 1, noNaN: true }),
      afterMillis: fc.integer({ min: 0, max: 200_000 }),
    });
    fc.assert(
      fc.property(fc.array(happening, { maxLength: 200 }), (happenings) => {
        const breaker = newBreaker();
        let now = NOW;
        for (const { what, dead, afterMillis } of happenings) {
          now += afterMillis;
          const before = breakerState(breaker, now);
          if (what === 'judge') judgeBreaker(breaker, dead, now);
          else if (what === 'start') noteTrial(breaker, now);
          else {
            const paid = what === 'paid';
            noteTrialResult(breaker, { startedAt: now, paid, refused: !paid }, now);
          }
          const { openedAt = now, trialsFrom, triedAt } = breaker;
          const after = breakerState(breaker, now);
          expect(openedAt).toBeLessThanOrEqual(now);
          expect(trialsFrom - now).toBeLessThanOrEqual(480_000);
          if (triedAt !== undefined) expect(triedAt).toBeGreaterThanOrEqual(trialsFrom);
          if (before === 'closed') expect(after).not.toBe('half_open');
          if (before === 'open') expect(after).not.toBe('half_open');
        }
      }),
      { numRuns: 200 },
    );
  });
});
