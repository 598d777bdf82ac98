import { parentPort, workerData } from 'node:worker_threads';
import { systemRuntime } from '#shared/platform/runtime.ts';

/** Makes so many order ids, as fast as it can. */
parentPort?.postMessage(
  Array.from({ length: Number(workerData) }, () => systemRuntime.newId('order')),
);
