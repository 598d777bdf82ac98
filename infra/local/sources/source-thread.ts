import { setTimeout as pause } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { LocalEndpoints } from '../functions/function-variables.ts';
import { LocalStackError } from '../local-stack-error.ts';
import type { Measurements } from '../measure/measurements.ts';
import type { LocalModel } from '../template/local-model.ts';

/** What the thread is started with. */
export interface SourceThreadOptions {
  readonly model: LocalModel;
  readonly endpoints: LocalEndpoints;
  readonly newTables: ReadonlySet<string>;
  /** Where it keeps how far it came. */
  readonly stateFile: string;
  /** What is remembered is about data that is gone. */
  readonly forget: boolean;
  readonly functionLog: string;
  readonly measure: boolean;
}

/** What the stack asks of the thread; `stop` is answered by its end. */
export type ThreadQuestion =
  | { readonly kind: 'measure' | 'reset' }
  | { readonly kind: 'pause' | 'resume'; readonly queue: string };
export type ToSourceThread = 'stop' | (ThreadQuestion & { readonly id: number });

/** What the thread answers, under the number of the question. */
export type ThreadAnswer =
  | { readonly kind: 'measured'; readonly measurements: Measurements }
  | { readonly kind: 'done' }
  | { readonly kind: 'refused'; readonly message: string };
export type FromSourceThread =
  | { readonly kind: 'ready' }
  | { readonly kind: 'failed'; readonly message: string }
  | (ThreadAnswer & { readonly id: number });

/** The functions that queues, streams and schedules start, in a thread of their own. */
export interface SourceThread {
  measure(reset: boolean): Promise<Measurements>;
  /** Resolves when the queue's consumer has stopped, its last batch included. @throws LocalStackError for another name */
  pauseQueue(name: string): Promise<void>;
  resumeQueue(name: string): Promise<void>;
  /** Resolves when the thread ends without having been asked to. */
  readonly failed: Promise<Error>;
  /** Ends the sources, waits for what they started, and cuts off what takes longer than `limitMillis`. */
  stop(limitMillis: number): Promise<void>;
}

/**
 * Starts queues, streams and schedules beside the thread that answers HTTP, as they run beside it in the cloud: a
 * callback that is applied does not hold up the buyer who looks.
 *
 * @throws LocalStackError when one of the functions does not load
 */
export const startSourceThread = async (options: SourceThreadOptions): Promise<SourceThread> => {
  const worker = new Worker(new URL('./source-worker.ts', import.meta.url), {
    workerData: options,
  });
  const start = Promise.withResolvers<{ kind: 'ready' } | { kind: 'failed'; message: string }>();
  const waiting = new Map<number, (answer: ThreadAnswer) => void>();
  worker.on('message', (message: FromSourceThread) => {
    if ('id' in message) waiting.get(message.id)?.(message);
    else start.resolve(message);
  });
  let stopping = false;
  const exited = new Promise<void>((resolve) => {
    worker.once('exit', () => resolve());
  });
  const failed = new Promise<Error>((resolve) => {
    worker.once('error', (error) => resolve(error as Error));
    worker.once('exit', (code) => {
      if (!stopping) resolve(new Error(`the thread of the queues ended with ${code}`));
    });
  });
  const tell = (message: ToSourceThread) => worker.postMessage(message);
  let questions = 0;
  const ask = async (question: ThreadQuestion): Promise<ThreadAnswer> => {
    questions += 1;
    const id = questions;
    const { promise, resolve } = Promise.withResolvers<ThreadAnswer>();
    waiting.set(id, resolve);
    tell({ ...question, id });
    const ended = exited.then(() => new LocalStackError('the thread of the queues has ended'));
    const answer = await Promise.race([promise, failed, ended]);
    waiting.delete(id);
    if (answer instanceof Error) throw answer;
    if (answer.kind === 'refused') throw new LocalStackError(answer.message);
    return answer;
  };

  const started = await Promise.race([start.promise, failed]);
  if (started instanceof Error) throw started;
  if (started.kind === 'failed') {
    await worker.terminate();
    throw new LocalStackError(started.message);
  }
  return {
    measure: async (reset) => {
      const answer = await ask({ kind: reset ? 'reset' : 'measure' });
      if (answer.kind !== 'measured') throw new Error(`the thread answered ${answer.kind}`);
      return answer.measurements;
    },
    pauseQueue: async (queue) => {
      await ask({ kind: 'pause', queue });
    },
    resumeQueue: async (queue) => {
      await ask({ kind: 'resume', queue });
    },
    failed,
    stop: async (limitMillis) => {
      stopping = true;
      tell('stop');
      await Promise.race([exited, pause(limitMillis, undefined, { ref: false })]);
      await worker.terminate();
    },
  };
};
