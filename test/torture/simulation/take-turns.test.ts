import DataLoader from 'dataloader';
import { describe, expect, it } from 'vitest';
import { replayChoices } from './choices.ts';
import { Simulation } from './simulation.ts';
import { takeTurns } from './take-turns.ts';

/** Awaits a promise job, a tick and a promise job, so many times. */
const windUp = async (rounds: number): Promise<void> => {
  for (let round = 0; round < rounds; round += 1) {
    await Promise.resolve();
    await new Promise<void>((resolve) => process.nextTick(resolve));
    await Promise.resolve().then(() => Promise.resolve());
  }
};

describe('a turn', () => {
  it.each([0, 1, 2, 7, 40])(
    'waits for all that the one before it set off (%i rounds)',
    async (rounds) => {
      let running = 0;
      let turns = 0;
      const atRest = await takeTurns(() => {
        if (running > 0) return false;
        if (turns === 100) return true;
        turns += 1;
        running += 1;
        void windUp(rounds).then(() => {
          running -= 1;
        });
        return undefined;
      });
      expect(atRest).toBe(true);
    },
  );

  it('fails all of them when it throws', async () => {
    let turns = 0;
    const failing = takeTurns(() => {
      turns += 1;
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    await new Promise(setImmediate);
    expect(turns).toBe(1);
  });

  it('gives a DataLoader the time to gather its batch', async () => {
    const simulation = new Simulation({ choices: replayChoices([]) });
    const batches: (readonly number[])[] = [];
    simulation.spawn('reader', async (process) => {
      const loader = new DataLoader<number, number>((keys) =>
        process.step({ kind: 'read', label: 'orders' }, () => {
          batches.push(keys);
          return [...keys];
        }),
      );
      await Promise.all([loader.load(1), loader.load(2), windUp(3).then(() => loader.load(3))]);
    });
    expect(await simulation.run()).toEqual({ kind: 'quiet' });
    expect(batches).toEqual([[1, 2], [3]]);
  });
});
