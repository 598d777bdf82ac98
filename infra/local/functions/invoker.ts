import { randomUUID } from 'node:crypto';
import { reportProblem } from '../report-problem.ts';
import { createInvocationContext } from './invocation-context.ts';
import type { LoadedFunction } from './loaded-function.ts';

/** How often a function ran and for how long. */
export interface FunctionUse {
  readonly invocations: number;
  readonly errors: number;
  /** Sum over the invocations, waiting for the event loop included. */
  readonly totalMillis: number;
  readonly maxMillis: number;
}

export interface Invoker {
  /** Runs a function on an event; rejects when the function throws or runs out of time. */
  invoke(functionName: string, event: unknown): Promise<unknown>;
  use(): Record<string, FunctionUse>;
  /** Resolves when no invocation runs. */
  idle(): Promise<void>;
}

/** A function ran into its timeout. Its code can't be stopped inside this process and may still finish. */
export class FunctionTimedOut extends Error {
  override readonly name = 'FunctionTimedOut';
}

type Running = { -readonly [Key in keyof FunctionUse]: FunctionUse[Key] };

/**
 * Invokes functions in this process, as many at once as are asked for. The event is handed over as it is: whoever
 * builds it keeps no reference.
 */
export const createInvoker = (functions: ReadonlyMap<string, LoadedFunction>): Invoker => {
  const uses = new Map<string, Running>();
  const running = new Set<Promise<unknown>>();

  const run = async (target: LoadedFunction, event: unknown): Promise<unknown> => {
    const use = useOf(uses, target.name);
    const startedAt = performance.now();
    const timeoutMillis = target.timeoutSeconds * 1_000;
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(
        () =>
          reject(
            new FunctionTimedOut(
              `Task timed out after ${target.timeoutSeconds.toFixed(2)} seconds`,
            ),
          ),
        timeoutMillis,
      );
    });
    try {
      const context = createInvocationContext(target, randomUUID(), Date.now() + timeoutMillis);
      return await Promise.race([target.handler(event, context), timeout]);
    } catch (error) {
      use.errors += 1;
      reportProblem(target.name, error);
      throw error;
    } finally {
      clearTimeout(timer);
      const millis = performance.now() - startedAt;
      use.invocations += 1;
      use.totalMillis += millis;
      if (millis > use.maxMillis) use.maxMillis = millis;
    }
  };

  return {
    invoke: (functionName, event) => {
      const target = functions.get(functionName);
      if (!target) return Promise.reject(new Error(`no function ${functionName}`));
      const invocation = run(target, event);
      running.add(invocation);
      const done = () => running.delete(invocation);
      invocation.then(done, done);
      return invocation;
    },
    use: () => Object.fromEntries([...uses].map(([name, use]) => [name, { ...use }])),
    idle: async () => {
      while (running.size > 0) await Promise.allSettled(running);
    },
  };
};

const useOf = (uses: Map<string, Running>, name: string): Running => {
  const known = uses.get(name);
  if (known) return known;
  const use = { invocations: 0, errors: 0, totalMillis: 0, maxMillis: 0 };
  uses.set(name, use);
  return use;
};
