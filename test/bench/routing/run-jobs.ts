import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Job, JobResult } from './run-job.ts';

const MAX_WORKERS = 4;

/** Runs jobs on a thread a core, and gives their results in the order of the jobs. */
export const runJobs = async (
  jobs: readonly Job[],
  progress: (done: number, job: Job) => void,
): Promise<JobResult[]> => {
  const results: JobResult[] = [];
  let next = 0;
  let done = 0;
  const work = async (): Promise<void> => {
    const worker = new Worker(join(import.meta.dirname, 'run-job.ts'));
    try {
      while (next < jobs.length) {
        const index = next;
        next += 1;
        const job = jobs[index] as Job;
        results[index] = await ask(worker, job);
        done += 1;
        progress(done, job);
      }
    } finally {
      await worker.terminate();
    }
  };
  const count = Math.min(MAX_WORKERS, availableParallelism(), jobs.length);
  await Promise.all(Array.from({ length: count }, work));
  return results;
};

const ask = (worker: Worker, job: Job): Promise<JobResult> =>
  new Promise((resolve, reject) => {
    worker.once('error', reject);
    worker.once('message', (answer: { result?: JobResult; problem?: string }) => {
      worker.removeAllListeners('error');
      if (answer.result) resolve(answer.result);
      else
        reject(new Error(`${job.policy} in ${job.scenario}, seed ${job.seed}: ${answer.problem}`));
    });
    worker.postMessage(job);
  });
