import { describe, expect, it } from 'vitest';
import { randomChoices } from './choices.ts';
import { onlyFault } from './faults.ts';
import type { Received } from './memory-queue.ts';
import { type Delivered, numberQueue } from './number-queue.ts';

const numbersOf = (delivered: readonly Delivered[]) => delivered.map(({ messages }) => messages);

const failOnce = () => {
  const seen = new Set<number>();
  return async (received: readonly Received<number>[]) =>
    received
      .filter(({ message }) => message % 2 === 1 && seen.size < seen.add(message).size)
      .map(({ id }) => id);
};

describe('a queue', () => {
  it('delivers every message once, in order, when all is calm', async () => {
    const { simulation, queue, delivered, send } = numberQueue({}, { batchSize: 2 });
    queue.pauseConsumer();
    send(1, 2, 3);
    await simulation.run();
    expect(delivered).toEqual([]);
    expect(queue.depth).toBe(3);
    queue.resumeConsumer();
    expect(await simulation.run()).toEqual({ kind: 'quiet' });
    expect(numbersOf(delivered)).toEqual([[1, 2], [3]]);
    expect(queue.depth).toBe(0);
    expect(queue.dead).toEqual([]);
    expect(simulation.now()).toBe(0);
  });

  it('keeps a message away for its delay', async () => {
    const { simulation, queue, delivered } = numberQueue({});
    simulation.spawn('sender', (process) =>
      queue.senderFor(process).send([
        { message: 1, group: 'g', delaySeconds: 900 },
        { message: 2, group: 'g' },
      ]),
    );
    await simulation.run({ untilMillis: 1_000 });
    expect(queue.depth).toBe(1);
    await simulation.run();
    expect(delivered.map(({ messages, atSeconds }) => ({ messages, atSeconds }))).toEqual([
      { messages: [2], atSeconds: 0 },
      { messages: [1], atSeconds: 900 },
    ]);
  });

  it('brings failed messages of a batch back alone, after the visibility timeout', async () => {
    const { simulation, queue, delivered, send } = numberQueue({}, { handle: failOnce() });
    queue.pauseConsumer();
    send(1, 2, 3);
    await simulation.run();
    queue.resumeConsumer();
    await simulation.run();
    expect(delivered).toEqual([
      { ids: ['numbers-1', 'numbers-2', 'numbers-3'], messages: [1, 2, 3], atSeconds: 0 },
      { ids: ['numbers-1', 'numbers-3'], messages: [1, 3], atSeconds: 180 },
    ]);
    expect(queue.depth).toBe(0);
  });

  it.each([
    ['the handler throws', () => Promise.reject(new Error('no'))],
    ['the handler names a message that it was not given', async () => ['other']],
    ['the handler hangs', () => new Promise<never>(() => {})],
  ])('gives a message up after the last try when %s', async (_case, handle) => {
    const { simulation, queue, delivered, send } = numberQueue({}, { handle });
    send(7);
    expect(await simulation.run()).toEqual({ kind: 'quiet' });
    expect(delivered.map(({ atSeconds }) => atSeconds)).toEqual([0, 180, 360]);
    expect(queue.dead).toEqual([{ id: 'numbers-1', message: 7, receiveCount: 3 }]);
    expect(queue.depth).toBe(0);
  });

  it('brings a batch back whose process died, and counts how often it was received', async () => {
    const counts: number[] = [];
    const { simulation, queue, delivered, send } = numberQueue(
      {},
      {
        handle: async ([first], process) => {
          counts.push(first?.receiveCount ?? 0);
          if (counts.length === 1) simulation.kill(process, 'test');
          return [];
        },
      },
    );
    send(1);
    await simulation.run();
    expect(counts).toEqual([1, 2]);
    expect(delivered.map(({ atSeconds }) => atSeconds)).toEqual([0, 180]);
    expect(queue.depth).toBe(0);
  });

  it('delivers a message again that was deleted, as a fault', async () => {
    const { simulation, queue, delivered, send } = numberQueue({
      choices: randomChoices(1),
      faults: onlyFault('duplicate'),
    });
    send(1);
    await simulation.run();
    expect(delivered.map(({ ids }) => ids)).toEqual([['numbers-1'], ['numbers-1']]);
    expect(Object.fromEntries(simulation.faults.counts)).toEqual({ 'duplicate numbers': 1 });
    expect(queue.depth).toBe(0);
  });

  it('delivers out of order and in any batches, by choice, and never loses or adds one', async () => {
    const orders = new Set<string>();
    for (let seed = 0; seed < 100; seed += 1) {
      const { simulation, queue, delivered, send } = numberQueue({ choices: randomChoices(seed) });
      queue.pauseConsumer();
      send(1, 2, 3);
      await simulation.run();
      queue.resumeConsumer();
      await simulation.run();
      const numbers = numbersOf(delivered);
      expect(numbers.flat().sort()).toEqual([1, 2, 3]);
      orders.add(numbers.join('|'));
    }
    expect(orders.size).toBeGreaterThan(10);
    expect(orders).toContain('1,2,3');
    expect(orders).toContain('1|2,3');
  });

  it('has as many batches at once as it may', async () => {
    let atOnce = 0;
    let most = 0;
    const { simulation, send } = numberQueue(
      {},
      {
        batchSize: 1,
        batchesAtOnce: 2,
        handle: async (_received, process) => {
          atOnce += 1;
          most = Math.max(most, atOnce);
          await process.pause(100);
          atOnce -= 1;
          return [];
        },
      },
    );
    send(1, 2, 3, 4, 5);
    await simulation.run();
    expect(most).toBe(2);
  });

  it('ignores a deletion that comes after the visibility timeout', async () => {
    const { simulation, queue, delivered, send } = numberQueue(
      {},
      {
        timeoutSeconds: undefined,
        visibilitySeconds: 10,
        maxReceiveCount: 2,
        handle: async (_received, process) => {
          await process.pause(15_000);
          return [];
        },
      },
    );
    send(1);
    await simulation.run();
    expect(delivered).toHaveLength(2);
    expect(queue.dead).toHaveLength(1);
    expect(queue.depth).toBe(0);
  });
});
