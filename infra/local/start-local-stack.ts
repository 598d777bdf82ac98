import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { FromChild } from './child-messages.ts';
import { converseWithChild } from './converse-with-child.ts';
import { LocalStackError } from './local-stack-error.ts';
import type { Measurements } from './measure/measurements.ts';
import type { Demo } from './seed/demo-file.ts';

export interface StartLocalStackOptions {
  /** Where it keeps everything; the next start there goes on with it. */
  readonly directory: string;
  /** Default 0: any free ports. Give the ports of the first start to restart where clients and gateways expect it. */
  readonly port?: number;
  readonly callbacksPort?: number;
  readonly fresh?: boolean;
  /** Default true: simulated gateways and a demo shop. */
  readonly seed?: boolean;
  /** Default true: nothing on the terminal. */
  readonly quiet?: boolean;
  /** Count the functions' SDK calls. */
  readonly measure?: boolean;
  /** Templates and bundles to run instead of this source tree's. */
  readonly assembly?: string;
}

/** A local stack in a process of its own. */
export interface RunningStack {
  readonly baseUrl: string;
  readonly callbackBaseUrl: string;
  readonly pid: number;
  /** The demo shop; present unless `seed` is false. */
  readonly demo: Demo | undefined;
  readonly emulators: Extract<FromChild, { kind: 'ready' }>['emulators'];
  measurements(): Promise<Measurements>;
  /** Like {@link RunningStack.measurements}, and SDK calls count from zero again. */
  resetMeasurements(): Promise<Measurements>;
  /**
   * Switches a queue's consumer off, as disabling its event source mapping does in the cloud; resolves when the batches
   * that ran have ended. Messages wait until {@link RunningStack.resumeQueue}.
   * @param name the queue's, with or without the prefix of its environment
   * @throws LocalStackError when no queue of that name has a consumer
   */
  pauseQueue(name: string): Promise<void>;
  resumeQueue(name: string): Promise<void>;
  /** Ends it as Ctrl-C does; resolves with its exit code. */
  stop(): Promise<number | null>;
  /** Ends it as a power cut does. */
  kill(): Promise<void>;
}

const START = fileURLToPath(new URL('./start.ts', import.meta.url));

/**
 * Starts a local stack in a child process: its functions' environment, modules and crashes are its own, and any
 * number can run side by side. It ends when this process ends.
 * @throws LocalStackError when it does not start, with its own message.
 */
export const startLocalStack = async (options: StartLocalStackOptions): Promise<RunningStack> => {
  const child = fork(START, argumentsOf(options), {
    execArgv: [],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const { start, ask, exited } = converseWithChild(child);
  const ready = await start;
  if (ready.kind === 'failed') {
    await exited;
    throw new LocalStackError(ready.message);
  }
  const measure = async (kind: 'measure' | 'reset'): Promise<Measurements> => {
    const { measurements } = await ask({ kind });
    if (!measurements) throw new LocalStackError('The local stack answered without measurements.');
    return measurements;
  };
  const { baseUrl, callbackBaseUrl, demo, emulators } = ready;
  return {
    baseUrl,
    callbackBaseUrl,
    demo,
    emulators,
    pid: child.pid ?? 0,
    measurements: () => measure('measure'),
    resetMeasurements: () => measure('reset'),
    pauseQueue: async (queue) => {
      await ask({ kind: 'pause', queue });
    },
    resumeQueue: async (queue) => {
      await ask({ kind: 'resume', queue });
    },
    stop: () => {
      child.kill('SIGINT');
      return exited;
    },
    kill: async () => {
      child.kill('SIGKILL');
      await exited;
    },
  };
};

const argumentsOf = (options: StartLocalStackOptions): string[] => [
  `--directory=${options.directory}`,
  `--port=${options.port ?? 0}`,
  ...(options.callbacksPort === undefined ? [] : [`--callbacks-port=${options.callbacksPort}`]),
  ...(options.fresh ? ['--fresh'] : []),
  ...(options.seed === false ? ['--no-seed'] : []),
  ...(options.quiet === false ? [] : ['--quiet']),
  ...(options.measure ? ['--measure'] : []),
  ...(options.assembly === undefined ? [] : [`--assembly=${options.assembly}`]),
];
