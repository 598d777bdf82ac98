import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { moneySchema } from '#shared/domain/money/money.ts';
import { randomChoices, replayChoices } from './choices.ts';
import { MemoryQueue } from './memory-queue.ts';
import { numberQueue } from './number-queue.ts';
import { Simulation } from './simulation.ts';

describe('a sender', () => {
  it('may die between two messages of one call', async () => {
    const sent = new Set<number>();
    for (let seed = 0; seed < 100; seed += 1) {
      const { simulation, queue, send } = numberQueue({
        choices: randomChoices(seed),
        faults: { budget: 1, perThousand: { dies_before: 200 } },
      });
      queue.pauseConsumer();
      send(1, 2, 3);
      await simulation.run();
      sent.add(queue.depth);
    }
    expect(sent).toEqual(new Set([0, 1, 2, 3]));
  });

  it('refuses what the reader would refuse, before anything is sent', async () => {
    const { simulation, queue, send } = numberQueue({}, {}, z.int().max(10));
    send(1, 11);
    await expect(simulation.run()).rejects.toThrow('Too big');
    expect(queue.depth).toBe(0);
  });

  it('sends a copy: nobody shares an object through a queue', async () => {
    const schema = z.object({ amount: moneySchema });
    const simulation = new Simulation({ choices: replayChoices([]) });
    const queue = new MemoryQueue(simulation, 'amounts', schema);
    const message = { amount: { currency: 'CNY' as const, minor: 990n } };
    const received: unknown[] = [];
    queue.consume({
      name: 'apply',
      batchSize: 10,
      visibilitySeconds: 180,
      maxReceiveCount: 3,
      handle: async (messages) => {
        received.push(...messages.map((one) => one.message));
        return [];
      },
    });
    simulation.spawn('sender', (process) =>
      queue.senderFor(process).send([{ message, group: 'g' }]),
    );
    await simulation.run();
    expect(received).toEqual([message]);
    expect(received[0]).not.toBe(message);
  });
});
