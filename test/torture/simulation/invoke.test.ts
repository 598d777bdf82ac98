import { describe, expect, it } from 'vitest';
import { randomChoices, replayChoices } from './choices.ts';
import { onlyFault } from './faults.ts';
import { invoke, NoAnswer } from './invoke.ts';
import { Simulation } from './simulation.ts';

/** A buyer who calls a function that writes, and what the buyer hears. */
const called = async (simulation: Simulation, write: () => number) => {
  const heard: unknown[] = [];
  simulation.spawn(
    'buyer',
    async (buyer) => {
      const answer = buyer.step({ kind: 'call', label: 'orders' }, () =>
        invoke(simulation, 'orders', (process) =>
          process.step({ kind: 'write', label: 'orders' }, write),
        ),
      );
      heard.push(await answer.catch((error: unknown) => error));
    },
    { spared: true },
  );
  expect(await simulation.run()).toEqual({ kind: 'quiet' });
  return heard;
};

describe('an invocation', () => {
  it('answers its caller', async () => {
    const simulation = new Simulation({ choices: replayChoices([]) });
    expect(await called(simulation, () => 7)).toEqual([7]);
  });

  it('fails its caller with its own error', async () => {
    const simulation = new Simulation({ choices: replayChoices([]) });
    const error = new Error('refused');
    const heard = await called(simulation, () => {
      throw error;
    });
    expect(heard).toEqual([error]);
  });

  it('leaves its caller without an answer when it dies, whatever it did', async () => {
    const faults = onlyFault('dies_after');
    const simulation = new Simulation({ choices: randomChoices(1), faults });
    let written = 0;
    const heard = await called(simulation, () => (written += 1));
    expect(heard).toEqual([new NoAnswer('orders dies_after')]);
    expect(written).toBe(1);
  });
});
