import { describe, expect, it } from 'vitest';
import { randomChoices, replayChoices } from './choices.ts';
import { onlyFault } from './faults.ts';
import type { ProcessEnd } from './process.ts';
import { Simulation } from './simulation.ts';

const START_MILLIS = Date.UTC(2026, 4, 1);
const calm = () => new Simulation({ choices: replayChoices([]), startMillis: START_MILLIS });

describe('virtual time', () => {
  it('stands still until there is nothing else to do, and then jumps to the next timer', async () => {
    const simulation = calm();
    const seen: string[] = [];
    const log = (what: string) => seen.push(`${what} ${simulation.now() - START_MILLIS}`);
    simulation.at(START_MILLIS + 3_600_000, 'late', () => log('late'));
    simulation.at(START_MILLIS + 500, 'first', () => log('first'));
    simulation.at(START_MILLIS + 500, 'second', () => log('second'));
    simulation.at(START_MILLIS - 1, 'past', () => log('past'));
    simulation.spawn('worker', async (process) => {
      for (let index = 0; index < 3; index += 1) {
        await process.step({ kind: 'read', label: 'x' }, () => log('step'));
      }
      await process.pause(700);
      log('woke');
    });
    expect(await simulation.run()).toEqual({ kind: 'quiet' });
    expect(seen).toEqual([
      ...['step 0', 'step 0', 'step 0', 'past 0', 'first 500', 'second 500'],
      ...['woke 700', 'late 3600000'],
    ]);
  });

  it('passes by choice while there are steps to take', async () => {
    const overtaken = new Set<boolean>();
    for (let seed = 0; seed < 200; seed += 1) {
      const simulation = new Simulation({ choices: randomChoices(seed) });
      let fired = false;
      simulation.at(simulation.now() + 60_000, 'timer', () => {
        fired = true;
      });
      simulation.spawn('worker', (process) =>
        process.step({ kind: 'read', label: 'x' }, () => void overtaken.add(fired)),
      );
      await simulation.run();
    }
    expect(overtaken).toEqual(new Set([false, true]));
  });

  it('passes no further than asked', async () => {
    const simulation = calm();
    let fired = 0;
    for (const seconds of [1, 2, 3]) {
      simulation.at(START_MILLIS + seconds * 1_000, 'tick', () => (fired += 1));
    }
    expect(await simulation.run({ untilMillis: START_MILLIS + 2_000 })).toEqual({
      kind: 'time_is_up',
    });
    expect(fired).toBe(2);
    expect(simulation.now()).toBe(START_MILLIS + 2_000);
    expect(await simulation.run()).toEqual({ kind: 'quiet' });
    expect(fired).toBe(3);
  });

  it('does not fire what was cancelled', async () => {
    const simulation = calm();
    let fired = false;
    const timer = simulation.at(START_MILLIS + 1, 'tick', () => {
      fired = true;
    });
    timer.cancel();
    await simulation.run();
    expect(fired).toBe(false);
    expect(simulation.now()).toBe(START_MILLIS);
  });

  it('is seen by every process on its own clock, within bounds', async () => {
    const seen = new Set<number>();
    for (let seed = 0; seed < 200; seed += 1) {
      const choices = randomChoices(seed);
      const simulation = new Simulation({ choices, maxSkewMillis: 2_000 });
      simulation.spawn('worker', async (process) => {
        seen.add(process.now() - simulation.now());
        expect(process.runtime().now().getTime()).toBe(process.now());
      });
      await simulation.run();
    }
    expect([...seen].sort((a, b) => a - b)).toEqual([-2_000, -1_000, 0, 1_000, 2_000]);
  });
});

describe('a deadline', () => {
  const within = async (simulation: Simulation, pauseMillis: number) => {
    const ends: ProcessEnd[] = [];
    simulation.spawn(
      'worker',
      async (process) => {
        await process.step({ kind: 'read', label: 'x' }, () => {});
        await process.pause(pauseMillis);
        await process.step({ kind: 'read', label: 'x' }, () => {});
      },
      { deadlineMillis: 30_000, onEnd: (end) => ends.push(end) },
    );
    await simulation.run();
    return ends;
  };

  it('cuts off who sleeps too long, and nobody else', async () => {
    expect(await within(calm(), 31_000)).toEqual([{ kind: 'died', detail: 'times_out' }]);
    expect(await within(calm(), 29_000)).toEqual([{ kind: 'returned' }]);
  });

  it('cuts off who could go on as a fault only', async () => {
    for (let seed = 0; seed < 100; seed += 1) {
      const simulation = new Simulation({ choices: randomChoices(seed) });
      expect(await within(simulation, 100)).toEqual([{ kind: 'returned' }]);
    }
    const faults = onlyFault('times_out');
    const simulation = new Simulation({ choices: randomChoices(1), faults });
    expect(await within(simulation, 100)).toEqual([{ kind: 'died', detail: 'times_out' }]);
  });
});
