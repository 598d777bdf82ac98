import { describe, expect, it } from 'vitest';
import { randomChoices, replayChoices } from './choices.ts';

const SEEDS = Array.from({ length: 200 }, (_, seed) => seed);

describe('random choices', () => {
  it('are the same for the same seed and others for another', () => {
    const drawn = (seed: number) => {
      const choices = randomChoices(seed);
      for (let index = 0; index < 50; index += 1) choices.pick(1_000);
      return choices.taken;
    };
    expect(drawn(7)).toEqual(drawn(7));
    expect(new Set(SEEDS.map((seed) => drawn(seed).join())).size).toBe(SEEDS.length);
  });

  it('reach every way to go on, and none beyond', () => {
    const picked = new Set(SEEDS.map((seed) => randomChoices(seed).pick(5)));
    expect([...picked].sort()).toEqual([0, 1, 2, 3, 4]);
  });

  it('take a chance about as often as asked', () => {
    const choices = randomChoices(1);
    let taken = 0;
    for (let index = 0; index < 10_000; index += 1) taken += choices.chance('it', 20) ? 1 : 0;
    expect(taken).toBeGreaterThan(400);
    expect(taken).toBeLessThan(600);
  });

  it('are calm for the most part in some runs and hardly in others', () => {
    const calmShares = SEEDS.map((seed) => {
      const choices = randomChoices(seed);
      for (let index = 0; index < 200; index += 1) choices.pick(10);
      return choices.taken.filter((value) => value === 0).length / 200;
    });
    expect(Math.min(...calmShares)).toBeLessThan(0.2);
    expect(Math.max(...calmShares)).toBeGreaterThan(0.8);
  });

  it('take nothing from the list where there is nothing to choose', () => {
    const choices = randomChoices(1);
    expect(choices.pick(1)).toBe(0);
    expect(choices.taken).toEqual([]);
    expect(() => choices.pick(0, 'of nothing')).toThrow('of nothing');
  });
});

describe('replayed choices', () => {
  it('are those that were taken', () => {
    const play = (choices: ReturnType<typeof randomChoices>) =>
      Array.from({ length: 100 }, (_, index) =>
        index % 3 === 0 ? choices.chance('it', 4) : choices.pick(index + 1),
      );
    for (const seed of SEEDS) {
      const first = randomChoices(seed);
      const played = play(first);
      const again = replayChoices(first.taken);
      expect(play(again)).toEqual(played);
      expect(again.taken).toEqual(first.taken);
    }
  });

  it('are calm beyond the end, and never leave the limits', () => {
    const choices = replayChoices([9, 9]);
    expect(choices.pick(3)).toBe(2);
    expect(choices.chance('it', 1_000)).toBe(true);
    expect(choices.pick(3)).toBe(0);
    expect(choices.chance('it', 1)).toBe(false);
    expect(choices.taken).toEqual([2, 1, 0, 0]);
  });
});
