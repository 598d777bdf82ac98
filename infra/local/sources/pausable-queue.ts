import type { EventSource } from './event-source.ts';
import { type PolledQueue, pollQueue, type QueuePoller } from './poll-queue.ts';

/** A queue's consumer that can be switched off and on, as an event source mapping can in the cloud. */
export interface PausableQueue extends EventSource {
  readonly name: string;
  /** Resolves when the last batch has been worked on; messages wait in the queue from then on. */
  pause(): Promise<void>;
  resume(): void;
}

export const pausableQueue = (polled: PolledQueue): PausableQueue => {
  let poller: QueuePoller | undefined = pollQueue(polled);
  let paused: Promise<void> = Promise.resolve();
  let stopped = false;
  return {
    name: polled.mapping.queueName,
    pause: () => {
      if (poller) paused = poller.finish();
      poller = undefined;
      return paused;
    },
    resume: () => {
      if (!stopped) poller ??= pollQueue(polled);
    },
    stop: async () => {
      stopped = true;
      await Promise.all([poller?.stop(), paused]);
    },
  };
};
