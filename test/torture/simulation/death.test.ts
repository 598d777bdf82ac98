import { setTimeout as realPause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { randomChoices, replayChoices } from './choices.ts';
import { onlyFault } from './faults.ts';
import type { ProcessEnd } from './process.ts';
import { Simulation } from './simulation.ts';
import type { Point } from './step.ts';

const WRITE: Point = { kind: 'write', label: 'orders' };

describe('a dead process', () => {
  it('leaves its other parked steps behind', async () => {
    const simulation = new Simulation({
      choices: randomChoices(1),
      faults: onlyFault('dies_before'),
    });
    let executed = 0;
    simulation.spawn('both', async (process) => {
      const step = () => process.step(WRITE, () => (executed += 1));
      await Promise.all([step(), step(), step()]);
    });
    expect(await simulation.run()).toEqual({ kind: 'quiet' });
    expect(executed).toBe(0);
  });

  it('hears nothing of an answer that was on its way', async () => {
    const simulation = new Simulation({ choices: replayChoices([]) });
    const gate = Promise.withResolvers<void>();
    let heard = false;
    const waiting = simulation.spawn('waiting', async (process) => {
      await process.step({ kind: 'call', label: 'provider' }, () => gate.promise);
      heard = true;
    });
    simulation.at(simulation.now() + 1, 'kill', () => simulation.kill(waiting, 'test'));
    simulation.at(simulation.now() + 2, 'answer', () => gate.resolve());
    expect(await simulation.run()).toEqual({ kind: 'quiet' });
    expect(heard).toBe(false);
  });

  it('takes no step any more, whatever wakes it', async () => {
    const simulation = new Simulation({ choices: replayChoices([]) });
    const gate = Promise.withResolvers<void>();
    let executed = 0;
    const doomed = simulation.spawn('doomed', async (process) => {
      await gate.promise;
      await process.step(WRITE, () => (executed += 1));
    });
    simulation.at(simulation.now() + 1, 'kill', () => simulation.kill(doomed, 'test'));
    simulation.at(simulation.now() + 2, 'wake', () => gate.resolve());
    expect(await simulation.run()).toEqual({ kind: 'quiet' });
    expect(executed).toBe(0);
  });

  it('hears nothing of the very step that killed it', async () => {
    const simulation = new Simulation({ choices: replayChoices([]) });
    let heard = false;
    const doomed = simulation.spawn('doomed', async (process) => {
      await process.step(WRITE, () => simulation.kill(doomed, 'test'));
      heard = true;
    });
    await simulation.run();
    expect(heard).toBe(false);
  });

  it('spends the budget: no more faults than that', async () => {
    const simulation = new Simulation({
      choices: randomChoices(1),
      faults: onlyFault('dies_before', 3),
    });
    const ends: string[] = [];
    for (let index = 0; index < 10; index += 1) {
      simulation.spawn('one', (process) => process.step(WRITE, () => {}), {
        onEnd: ({ kind }) => ends.push(kind),
      });
    }
    await simulation.run();
    expect(ends.filter((kind) => kind === 'died')).toHaveLength(3);
  });

  it('does not come about when all is calm, nor among the spared', async () => {
    const faults = onlyFault('dies_before', 100);
    const simulation = new Simulation({ choices: randomChoices(1), faults });
    const ends: string[] = [];
    const onEnd = ({ kind }: ProcessEnd) => ends.push(kind);
    simulation.spawn('buyer', (process) => process.step(WRITE, () => {}), { onEnd, spared: true });
    await simulation.run();
    simulation.calm();
    simulation.spawn('writer', (process) => process.step(WRITE, () => {}), { onEnd });
    await simulation.run();
    expect(ends).toEqual(['returned', 'returned']);
  });
});

describe('a rejection that nobody handles', () => {
  it('ends the simulated process and not the host', async () => {
    const listeners = process.listeners('unhandledRejection');
    const simulation = new Simulation({
      choices: randomChoices(3),
      faults: onlyFault('fails_before'),
    });
    const ends: ProcessEnd[] = [];
    simulation.spawn(
      'careless',
      async (one) => {
        void one.step(WRITE, () => {});
        await one.pause(1_000);
      },
      { onEnd: (end) => ends.push(end) },
    );
    await simulation.run();
    await realPause(5);
    expect(ends).toEqual([
      {
        kind: 'died',
        detail: 'unhandled rejection: Error: write orders fails before (simulated)',
      },
    ]);
    expect(process.listeners('unhandledRejection')).toEqual(listeners);
  });

  it('of a dead process is nobody’s business', async () => {
    const simulation = new Simulation({ choices: replayChoices([]) });
    let killed = false;
    const doomed = simulation.spawn('doomed', async (one) => {
      await one.step(WRITE, () => {
        simulation.kill(doomed, 'test');
        killed = true;
        void Promise.reject(new Error('left behind'));
      });
    });
    expect(await simulation.run()).toEqual({ kind: 'quiet' });
    expect(killed).toBe(true);
  });

  it('of no process fails the run', async () => {
    const simulation = new Simulation({ choices: replayChoices([]) });
    const mistake = (): void => void Promise.reject(new Error('mine'));
    simulation.spawn('innocent', (one) => one.step(WRITE, () => {}));
    simulation.soon('mistake', mistake);
    await expect(simulation.run()).rejects.toThrow('mine');
    const later = new Simulation({ choices: replayChoices([]) });
    later.spawn('innocent', (one) => one.step(WRITE, () => {}));
    later.at(later.now() + 1, 'mistake', mistake);
    await expect(later.run()).rejects.toThrow('mine');
  });
});
