import { describe, expect, it } from 'vitest';
import { randomChoices, replayChoices } from './choices.ts';
import { type FaultKind, type FaultOptions, onlyFault } from './faults.ts';
import type { ProcessEnd } from './process.ts';
import { Simulation } from './simulation.ts';
import { type Point, SimulatedFailure } from './step.ts';

const WRITE: Point = { kind: 'write', label: 'orders' };
const READ: Point = { kind: 'read', label: 'orders' };

/** One process that takes two writes, the first of which meets the fault. */
const twoWrites = async (faults: FaultOptions, first: Point = WRITE) => {
  const simulation = new Simulation({ choices: randomChoices(1), faults });
  const executed: string[] = [];
  const heard: unknown[] = [];
  const ends: ProcessEnd[] = [];
  simulation.spawn(
    'writer',
    async (process) => {
      const answer = process.step(first, () => {
        executed.push('first');
        return 'done';
      });
      heard.push(await answer.catch((error: unknown) => error));
      heard.push(await process.step(WRITE, () => executed.push('second')));
    },
    { onEnd: (end) => ends.push(end) },
  );
  const end = await simulation.run();
  return { simulation, end, executed, heard, ends };
};

describe('a step', () => {
  it('is executed once and answers', async () => {
    const { executed, heard, ends, end } = await twoWrites({ budget: 0 });
    expect(executed).toEqual(['first', 'second']);
    expect(heard).toEqual(['done', 2]);
    expect(ends).toEqual([{ kind: 'returned' }]);
    expect(end).toEqual({ kind: 'quiet' });
  });

  it('that fails before is not executed, and its process goes on', async () => {
    const { executed, heard, ends } = await twoWrites(onlyFault('fails_before'));
    expect(executed).toEqual(['second']);
    expect(heard).toEqual([new SimulatedFailure(WRITE, 'fails_before'), 1]);
    expect(ends).toEqual([{ kind: 'returned' }]);
  });

  it('that fails after is executed all the same', async () => {
    const { executed, heard } = await twoWrites(onlyFault('fails_after'));
    expect(executed).toEqual(['first', 'second']);
    expect(heard).toEqual([new SimulatedFailure(WRITE, 'fails_after'), 2]);
  });

  it.each([
    ['dies_before', []],
    ['dies_after', ['first']],
  ] as const)('that %s never answers, and no later step is executed', async (fault, expected) => {
    const { executed, heard, ends, end } = await twoWrites(onlyFault(fault));
    expect(executed).toEqual(expected);
    expect(heard).toEqual([]);
    expect(ends).toEqual([{ kind: 'died', detail: fault }]);
    expect(end).toEqual({ kind: 'quiet' });
  });

  it('counts its fault by kind and label, and tells it in the story', async () => {
    const { simulation } = await twoWrites(onlyFault('dies_after'));
    expect(Object.fromEntries(simulation.faults.counts)).toEqual({ 'dies_after write orders': 1 });
    expect(simulation.story.lines()).toEqual([
      't+0.000s  writer#1  begins  → ok',
      't+0.000s  writer#1  write orders  → dies after',
      't+0.000s  writer#1  died: dies after',
    ]);
  });

  it.each<FaultKind>(['fails_after', 'dies_after'])('that reads cannot meet %s', async (fault) => {
    const { simulation } = await twoWrites(onlyFault(fault), READ);
    expect([...simulation.faults.counts.keys()]).toEqual([`${fault} write orders`]);
  });

  it('never meets a fault that was excluded, whatever the choices', async () => {
    for (const value of [1, 2, 3, 4]) {
      const simulation = new Simulation({
        choices: replayChoices(new Array<number>(20).fill(value)),
        faults: onlyFault('fails_after', 9),
      });
      simulation.spawn('writer', (process) => process.step(WRITE, () => {}));
      await simulation.run();
      expect([...simulation.faults.counts.keys()]).toEqual(['fails_after write orders']);
    }
  });

  it('rejects with what was thrown in it', async () => {
    const simulation = new Simulation({ choices: replayChoices([]) });
    const ends: ProcessEnd[] = [];
    const error = new Error('refused');
    const onEnd = (end: ProcessEnd) => ends.push(end);
    const refuse = () => {
      throw error;
    };
    simulation.spawn('at-once', (process) => process.step(WRITE, refuse), { onEnd });
    simulation.spawn('later', (process) => process.step(WRITE, async () => refuse()), { onEnd });
    await simulation.run();
    expect(ends).toEqual([
      { kind: 'failed', error },
      { kind: 'failed', error },
    ]);
    expect(simulation.story.toString()).toContain('at-once#1  write orders  → throws');
  });

  it('fails with the error that was asked for', async () => {
    const simulation = new Simulation({
      choices: randomChoices(1),
      faults: onlyFault('fails_before'),
      errors: { write: ({ label }) => new TypeError(`no ${label}`) },
    });
    const ends: ProcessEnd[] = [];
    simulation.spawn('writer', (process) => process.step(WRITE, () => {}), {
      onEnd: (end) => ends.push(end),
    });
    await simulation.run();
    expect(ends).toEqual([{ kind: 'failed', error: new TypeError('no orders') }]);
  });
});
