import type { z } from 'zod';
import { replayChoices } from './choices.ts';
import { MemoryQueue } from './memory-queue.ts';
import type { Consumer } from './poll-queue.ts';
import { Simulation, type SimulationOptions } from './simulation.ts';

export interface Delivered {
  readonly ids: readonly string[];
  readonly messages: readonly number[];
  readonly atSeconds: number;
}

/** A queue of numbers whose deliveries are written down; a number is sent when the sender gets to it. */
export const numberQueue = (
  options: Partial<SimulationOptions>,
  consumer: Partial<Consumer<number>> = {},
  schema?: z.ZodType<number>,
) => {
  const simulation = new Simulation({ choices: replayChoices([]), startMillis: 0, ...options });
  const queue = new MemoryQueue<number>(simulation, 'numbers', schema);
  const delivered: Delivered[] = [];
  queue.consume({
    name: 'apply',
    batchSize: 10,
    timeoutSeconds: 30,
    visibilitySeconds: 180,
    maxReceiveCount: 3,
    ...consumer,
    handle: async (received, process) => {
      delivered.push({
        ids: received.map(({ id }) => id),
        messages: received.map(({ message }) => message),
        atSeconds: simulation.now() / 1_000,
      });
      return consumer.handle?.(received, process) ?? [];
    },
  });
  const send = (...numbers: number[]) =>
    simulation.spawn('sender', (process) =>
      queue.senderFor(process).send(numbers.map((message) => ({ message, group: 'g' }))),
    );
  return { simulation, queue, delivered, send };
};
