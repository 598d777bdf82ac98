import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { type FromChild, fromChildSchema, type ToChild } from './child-messages.ts';
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
  const exited = once(child, 'exit').then(([code]) => code as number | null);

  const next = async <Kind extends FromChild['kind']>(
    ...kinds: Kind[]
  ): Promise<Extract<FromChild, { kind: Kind }>> => {
    const waiting = new AbortController();
    const ended = exited.then((code) => {
      throw new LocalStackError(`The local stack ended with ${code}.`);
    });
    try {
      for (;;) {
        const heard = once(child, 'message', { signal: waiting.signal });
        const [message] = await Promise.race([heard, ended]);
        const parsed = fromChildSchema.parse(message);
        if ((kinds as string[]).includes(parsed.kind)) {
          return parsed as Extract<FromChild, { kind: Kind }>;
        }
      }
    } finally {
      waiting.abort();
    }
  };

  const ready = await next('ready', 'failed');
  if (ready.kind === 'failed') {
    await exited;
    throw new LocalStackError(ready.message);
  }
  const ask = async (kind: ToChild['kind']): Promise<Measurements> => {
    const answer = next('measurements');
    child.send({ kind } satisfies ToChild);
    return (await answer).measurements;
  };
  const { baseUrl, callbackBaseUrl, demo, emulators } = ready;
  return {
    baseUrl,
    callbackBaseUrl,
    demo,
    emulators,
    pid: child.pid ?? 0,
    measurements: () => ask('measure'),
    resetMeasurements: () => ask('reset'),
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
