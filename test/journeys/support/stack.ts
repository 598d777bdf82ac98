import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Demo } from '#infra/local/seed/demo-file.ts';
import {
  type RunningStack,
  type StartLocalStackOptions,
  startLocalStack,
} from '#infra/local/start-local-stack.ts';
import { type Client, createClient } from '#shared/contract/client/client.ts';

/** A whole stack with its demo shop, for one test file. */
export interface Journey {
  readonly stack: RunningStack;
  readonly demo: Demo;
  readonly directory: string;
  /** Acts for the demo shop's merchant. */
  readonly merchant: Client;
  /** Ends the stack without warning, as a power cut does, and starts it again where it was. */
  killAndRestart(): Promise<Journey>;
  stop(): Promise<void>;
}

/** Starts a stack in a directory of its own; call `stop` in `afterAll`. */
export const startJourney = async (
  options: Omit<StartLocalStackOptions, 'directory'> = {},
): Promise<Journey> => {
  const directory = mkdtempSync(join(tmpdir(), 'arteria-journey-'));
  process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
  return begin({ ...options, directory });
};

const begin = async (options: StartLocalStackOptions): Promise<Journey> => {
  const stack = await startLocalStack(options);
  const { demo } = stack;
  if (!demo) throw new Error('a journey needs the demo shop');
  return {
    stack,
    demo,
    directory: options.directory,
    merchant: createClient({ baseUrl: demo.baseUrl, apiKey: demo.apiKey }),
    killAndRestart: async () => {
      await stack.kill();
      const { baseUrl, callbackBaseUrl } = stack;
      const ports = { port: portOf(baseUrl), callbacksPort: portOf(callbackBaseUrl) };
      return begin({ ...options, ...ports, fresh: false });
    },
    stop: async () => {
      await stack.stop();
    },
  };
};

const portOf = (url: string): number => Number(new URL(url).port);
