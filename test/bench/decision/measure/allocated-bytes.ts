import { GCProfiler, getHeapStatistics } from 'node:v8';
import { collectGarbage } from './collect-garbage.ts';

/** Few enough for the garbage of all to fit into the young generation. */
const CALLS = 512;
const MAX_TRIES = 10;

/**
 * Bytes of heap that one call allocates. Between two looks at the used heap nothing but the calls happens: the young
 * generation is emptied before, and a run in which V8 collected garbage (GCProfiler tells) is thrown away and tried
 * again, because its difference would miss what was freed. What the two looks themselves allocate is measured with no
 * call between them and taken off. Call it with code that has run long enough to be optimised.
 */
export const allocatedBytes = (call: (index: number) => void): number =>
  (heapGrowth(CALLS, call) - heapGrowth(0, call)) / CALLS;

const heapGrowth = (calls: number, call: (index: number) => void): number => {
  for (let attempt = 0; attempt < MAX_TRIES; attempt += 1) {
    collectGarbage();
    const profiler = new GCProfiler();
    profiler.start();
    const before = getHeapStatistics().used_heap_size;
    for (let index = 0; index < calls; index += 1) call(index);
    const after = getHeapStatistics().used_heap_size;
    if (profiler.stop().statistics.length === 0) return after - before;
  }
  throw new Error(`garbage was collected in each of ${MAX_TRIES} runs of ${calls} calls`);
};
