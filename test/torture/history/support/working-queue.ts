import type { CallbackQueue } from '#shared/application/ports/queue.ts';
import { type CallbackMessage, callbackMessageSchema } from '#shared/contract/queues.ts';

/** As the infrastructure sets it: after so many tries a callback is a dead letter. */
const MAX_RECEIVE_COUNT = 5;

export interface WorkingQueue extends CallbackQueue {
  /** What failed for good. */
  readonly dead: readonly unknown[];
  /** Until it is empty. */
  settled(): Promise<void>;
}

/** The queue of callbacks, which works while others are still being received, and delivers again what failed. */
export const workingQueue = (
  handle: (message: CallbackMessage) => Promise<unknown>,
): WorkingQueue => {
  const working: Promise<void>[] = [];
  const dead: unknown[] = [];
  const deliver = async (message: CallbackMessage, received = 1): Promise<void> => {
    try {
      await handle(message);
    } catch (error) {
      if (received < MAX_RECEIVE_COUNT) return deliver(message, received + 1);
      dead.push(error);
    }
  };
  return {
    dead,
    send: async (messages) => {
      for (const { message } of messages) working.push(deliver(overTheWire(message)));
    },
    settled: async () => {
      while (working.length > 0) await Promise.all(working.splice(0));
    },
  };
};

const overTheWire = (message: CallbackMessage): CallbackMessage =>
  callbackMessageSchema.parse(JSON.parse(JSON.stringify(message, plain)));

/** Money counts in bigint, which JSON lacks; the real queue writes it as a number, too. */
const plain = (_name: string, value: unknown): unknown =>
  typeof value === 'bigint' ? Number(value) : value;
