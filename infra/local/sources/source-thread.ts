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

/** What the stack asks of the thread, and what the thread tells the stack: the answers come in the order of the questions. */
export type ToSourceThread = 'measure' | 'reset' | 'stop';
export type FromSourceThread =
  | { readonly kind: 'ready' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'measured'; readonly measurements: Measurements };

/** The functions that queues, streams and schedules start, in a thread of their own. */
export interface SourceThread {
  measure(reset: boolean): Promise<Measurements>;
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
  const waiting: ((message: FromSourceThread) => void)[] = [];
  const answer = (): Promise<FromSourceThread> =>
    new Promise((resolve) => {
      waiting.push(resolve);
    });
  worker.on('message', (message: FromSourceThread) => waiting.shift()?.(message));
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
  const ask = (question: ToSourceThread) => worker.postMessage(question);

  const started = await Promise.race([answer(), failed]);
  if (started instanceof Error) throw started;
  if (started.kind === 'failed') {
    await worker.terminate();
    throw new LocalStackError(started.message);
  }
  return {
    measure: async (reset) => {
      const measured = answer();
      ask(reset ? 'reset' : 'measure');
      const message = await Promise.race([measured, failed]);
      if (message instanceof Error) throw message;
      if (message.kind !== 'measured') throw new Error(`the thread answered ${message.kind}`);
      return message.measurements;
    },
    failed,
    stop: async (limitMillis) => {
      stopping = true;
      ask('stop');
      await Promise.race([exited, pause(limitMillis, undefined, { ref: false })]);
      await worker.terminate();
    },
  };
};
