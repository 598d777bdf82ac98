import { describe, expect, test } from 'vitest';
import {
  type Breaker,
  breakerState,
  judgeBreaker,
  newBreaker,
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
});
