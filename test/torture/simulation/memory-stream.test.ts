import { describe, expect, it } from 'vitest';
import { randomChoices, replayChoices } from './choices.ts';
import { onlyFault } from './faults.ts';
import { MemoryStream, type StreamOptions } from './memory-stream.ts';
import { Simulation, type SimulationOptions } from './simulation.ts';

/** A stream of numbers; `written` are appended one by one, each in a step. */
const world = (
  options: Partial<SimulationOptions>,
  stream: Partial<StreamOptions<number>> = {},
  written: readonly number[] = [1, 2, 3, 4],
) => {
  const simulation = new Simulation({ choices: replayChoices([]), startMillis: 0, ...options });
  const changes: number[] = [];
  const finished: (readonly number[])[] = [];
  const records = new MemoryStream<number>(simulation, {
    name: 'relay',
    changes,
    batchSize: 10,
    timeoutSeconds: 60,
    ...stream,
    handle: async (batch, process) => {
      await stream.handle?.(batch, process);
      finished.push(batch);
    },
  });
  simulation.spawn(
    'writer',
    async (process) => {
      for (const number of written) {
        await process.step({ kind: 'write', label: 'orders' }, () => void changes.push(number));
      }
    },
    { spared: true },
  );
  return { simulation, records, finished };
};

const SEEDS = Array.from({ length: 100 }, (_, seed) => seed);

describe('a stream', () => {
  it('delivers every record once and in order, in whatever batches', async () => {
    const batchings = new Set<string>();
    for (const seed of SEEDS) {
      const { simulation, records, finished } = world({ choices: randomChoices(seed) });
      expect(await simulation.run()).toEqual({ kind: 'quiet' });
      expect(finished.flat()).toEqual([1, 2, 3, 4]);
      expect(records.depth).toBe(0);
      batchings.add(finished.join('|'));
    }
    expect(batchings.size).toBeGreaterThan(4);
  });

  it('delivers fewer records than there are, by choice', async () => {
    const sizes = new Set<number>();
    for (const seed of SEEDS) {
      const { simulation, finished } = world({ choices: randomChoices(seed) }, {}, []);
      const changes = [1, 2, 3];
      const all: (readonly number[])[] = [];
      new MemoryStream<number>(simulation, {
        name: 'full',
        changes,
        batchSize: 10,
        handle: async (batch) => void all.push(batch),
      });
      await simulation.run();
      expect(all.flat()).toEqual(changes);
      expect(finished).toEqual([]);
      sizes.add(all[0]?.length ?? 0);
    }
    expect(sizes).toEqual(new Set([1, 2, 3]));
  });

  it('delivers a batch again whose process died, and nothing before it is done', async () => {
    for (const seed of SEEDS) {
      const { simulation, records, finished } = world(
        { choices: randomChoices(seed), faults: onlyFault('dies_after', 3) },
        { handle: (_batch, process) => process.step({ kind: 'write', label: 'x' }, () => {}) },
      );
      expect(await simulation.run()).toEqual({ kind: 'quiet' });
      expect(finished.flat()).toEqual([1, 2, 3, 4]);
      expect(records.missed).toEqual([]);
    }
  });

  it('halves a batch that fails, and gives up the record that keeps failing', async () => {
    let calls = 0;
    const { simulation, records, finished } = world(
      {},
      {
        retryAttempts: 2,
        handle: async (batch, process) => {
          await process.pause(1_000);
          calls += 1;
          if (batch.includes(3)) throw new Error('poison');
        },
      },
      [1, 2, 3, 4, 5, 6],
    );
    expect(await simulation.run()).toEqual({ kind: 'quiet' });
    expect(finished.flat()).toEqual([1, 2, 4, 5, 6]);
    expect(records.missed).toEqual([3]);
    expect(records.depth).toBe(0);
    expect(calls).toBeLessThan(12);
  });

  it('leaves out what its consumer does not want', async () => {
    const { simulation, records, finished } = world({}, { wants: (number) => number % 2 === 0 });
    await simulation.run();
    expect(finished.flat()).toEqual([2, 4]);
    expect(records.missed).toEqual([]);
  });

  it('loses a record for ever, as a fault', async () => {
    const { simulation, records, finished } = world({
      choices: randomChoices(1),
      faults: onlyFault('lost_record'),
    });
    expect(await simulation.run()).toEqual({ kind: 'quiet' });
    expect(finished.flat()).toEqual([2, 3, 4]);
    expect(records.missed).toEqual([1]);
    expect(records.depth).toBe(0);
  });

  it('is late, as a fault, and then goes on', async () => {
    const { simulation, finished } = world({
      choices: randomChoices(1),
      faults: onlyFault('late_records'),
    });
    expect(await simulation.run()).toEqual({ kind: 'quiet' });
    expect(finished.flat()).toEqual([1, 2, 3, 4]);
    expect(simulation.now()).toBe(60_000);
  });
});
