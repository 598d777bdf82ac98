import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import { z } from 'zod';

export interface LocalSqs {
  readonly endpoint: string;
  /** Resolves when the emulator ends without having been asked to. */
  readonly failed: Promise<Error>;
  stop(): Promise<void>;
}

/** Starts the SQS emulator with its messages on disk in `directory`. */
export const startSqs = async (options: {
  directory: string;
  region: string;
}): Promise<LocalSqs> => {
  await mkdir(options.directory, { recursive: true });
  const worker = new Worker(new URL('./sqs-worker.ts', import.meta.url), { workerData: options });
  let stopping = false;
  const failed = new Promise<Error>((resolve) => {
    worker.once('error', (error) => resolve(error as Error));
    worker.once('exit', (code) => {
      if (!stopping) resolve(new Error(`the SQS emulator ended with ${code}`));
    });
  });
  const started = await Promise.race([once(worker, 'message'), failed]);
  if (started instanceof Error) throw started;
  const endpoint = `http://127.0.0.1:${z.int().parse(started[0])}`;
  return {
    endpoint,
    failed,
    stop: async () => {
      stopping = true;
      const exited = once(worker, 'exit');
      worker.postMessage('stop');
      await exited;
    },
  };
};
