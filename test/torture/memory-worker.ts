import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { playSeed } from './play.ts';
import { addTo, emptyTally, type Tally } from './tally.ts';

/** What a worker is told to play. */
export const shareSchema = z.object({ from: z.int(), count: z.int() });

/** What it says: now and then how far it is, at last what it counted. */
export type WorkerMessage =
  | { readonly kind: 'progress'; readonly played: number }
  | { readonly kind: 'done'; readonly tally: Tally };

const EVERY = 500;

const { from, count } = shareSchema.parse(workerData);
let tally = emptyTally();
for (let seed = from; seed < from + count; seed += 1) {
  tally = addTo(tally, seed, await playSeed(seed));
  if ((seed - from) % EVERY === EVERY - 1) tell({ kind: 'progress', played: EVERY });
}
tell({ kind: 'done', tally });

function tell(message: WorkerMessage): void {
  parentPort?.postMessage(message);
}
