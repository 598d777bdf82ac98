import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { WorkerMessage } from './memory-worker.ts';
import { emptyTally, type Tally, together } from './tally.ts';

/** Plays so many seeds, on every core. */
export const playMany = async (
  { seed, runs }: { seed: number; runs: number },
  progress: (played: number) => void,
): Promise<Tally> => {
  const workers = Math.max(1, Math.min(availableParallelism(), Math.ceil(runs / 100)));
  const share = Math.ceil(runs / workers);
  let played = 0;
  const tallies = await Promise.all(
    Array.from({ length: workers }, async (_, index) => {
      const from = seed + index * share;
      const count = Math.min(share, seed + runs - from);
      if (count <= 0) return emptyTally();
      const worker = new Worker(new URL('./memory-worker.ts', import.meta.url), {
        workerData: { from, count },
      });
      for (;;) {
        const [message] = (await once(worker, 'message')) as [WorkerMessage];
        if (message.kind === 'done') return message.tally;
        played += message.played;
        progress(played);
      }
    }),
  );
  return tallies.reduce(together, emptyTally());
};
