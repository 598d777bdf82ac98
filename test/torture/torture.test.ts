import { describe, expect, it } from 'vitest';
import { catchPlant } from './catch-plants.ts';
import { PLANTED_BUGS } from './planted/plants.ts';
import { minimal, play, playSeed } from './play.ts';
import { randomChoices, replayChoices } from './simulation/choices.ts';

/** Guarantees that whatever goes wrong, no card is sold twice, no payment is left unexplained, and that this suite would notice. */

const SEEDS = 2_000;
const SHARE = 250;
const shares = Array.from({ length: SEEDS / SHARE }, (_, index) => 1 + index * SHARE);

describe('whatever goes wrong in a shop', () => {
  it.each(shares)('every invariant holds in the interleavings from seed %i on', async (from) => {
    for (let seed = from; seed < from + SHARE; seed += 1) {
      const { violations } = await playSeed(seed);
      expect(violations, `npm run torture -- --story ${seed}`).toEqual([]);
    }
  });

  it('the same choices are the same story', async () => {
    for (const seed of [3, 14, 159]) {
      const choices = randomChoices(seed);
      const first = await play(choices, {});
      const again = await play(replayChoices(choices.taken), {});
      expect(again.story()).toBe(first.story());
    }
  });
});

describe('a bug from history', () => {
  it.each(Object.keys(PLANTED_BUGS))('is caught: %s', { timeout: 240_000 }, async (name) => {
    const { runs } = await catchPlant(name, { seed: 1, maxRuns: 5_000, shrinks: false });
    expect(runs).toBeDefined();
  });

  it('is told as a short story that plays again', async () => {
    const plant = 'delivery outside the transaction';
    for (let seed = 1; ; seed += 1) {
      const found = await playSeed(seed, { plant });
      if (found.violations.length === 0) continue;
      const { choices, story, violations } = await minimal(found.taken, { plant });
      expect(story.split('\n').length).toBeLessThan(found.story().split('\n').length);
      const again = await play(replayChoices(choices), { plant });
      expect(again.violations).toEqual(violations);
      expect(again.story()).toBe(story);
      return;
    }
  });
});
