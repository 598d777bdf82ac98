import { describe, expect, it } from 'vitest';
import { randomChoices, replayChoices } from './choices.ts';
import { type FaultKind, Faults, onlyFault } from './faults.ts';

const KINDS: readonly FaultKind[] = ['fails_before', 'fails_after', 'dies_after'];

describe('faults', () => {
  it('happen about as often as asked', () => {
    const perThousand = { fails_before: 50, fails_after: 0, dies_after: 200 };
    const faults = new Faults(randomChoices(1), { budget: 100_000, perThousand });
    for (let index = 0; index < 10_000; index += 1) faults.draw(KINDS, 'write orders');
    const counts = Object.fromEntries(faults.counts);
    expect(Object.keys(counts).sort()).toEqual([
      'dies_after write orders',
      'fails_before write orders',
    ]);
    expect(counts['fails_before write orders']).toBeGreaterThan(400);
    expect(counts['fails_before write orders']).toBeLessThan(600);
    expect(counts['dies_after write orders']).toBeGreaterThan(1_850);
    expect(counts['dies_after write orders']).toBeLessThan(2_150);
  });

  it('happen no more often than the budget allows, and not once they are stopped', () => {
    const faults = new Faults(randomChoices(1), onlyFault('duplicate', 2));
    const happened = [1, 2, 3].map(() => faults.happens('duplicate', 'callbacks'));
    expect(happened).toEqual([true, true, false]);
    const stopped = new Faults(randomChoices(1), onlyFault('duplicate', 2));
    stopped.stop();
    expect(stopped.happens('duplicate', 'callbacks')).toBe(false);
  });

  it('leave the other choices their places in the list, whether they happen or not', () => {
    const lengths = [[1], [0, 0, 1], []].map((values) => {
      const choices = replayChoices(values);
      const faults = new Faults(choices, onlyFault('duplicate'));
      for (let index = 0; index < 5; index += 1) faults.happens('duplicate', 'callbacks');
      return choices.taken.length;
    });
    expect(lengths).toEqual([5, 5, 5]);
  });

  it('take nothing from the list where none is possible', () => {
    const choices = randomChoices(1);
    new Faults(choices, { budget: 0 }).draw(KINDS, 'write orders');
    new Faults(choices, onlyFault('duplicate')).draw(KINDS, 'write orders');
    expect(choices.taken).toEqual([]);
  });
});
