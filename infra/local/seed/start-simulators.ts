import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import { LocalStackError } from '../local-stack-error.ts';
import type { PlayedProvider, ProviderSimulator } from './provider-simulators.ts';
import { gatewayOf, type SimulatedAccount } from './simulated-accounts.ts';

export interface SimulatedSide {
  readonly accounts: readonly SimulatedAccount[];
  readonly providers: readonly ProviderSimulator[];
}

export interface Simulators {
  stop(): Promise<void>;
}

/**
 * Starts the demo shop's gateways and every other simulated provider, with their books in `directory`.
 * @throws LocalStackError when one of their ports, which the channels name, is taken.
 */
export const startSimulators = async (
  { accounts, providers }: SimulatedSide,
  directory: string,
): Promise<Simulators> => {
  await mkdir(directory, { recursive: true });
  const played: PlayedProvider[] = [
    ...accounts.map(gatewayOf),
    ...providers.map((provider) => ({ ...provider, name: provider.provider, behaviour: {} })),
  ];
  const worker = new Worker(new URL('./simulators-worker.ts', import.meta.url), {
    workerData: { played, directory },
  });
  const failed = once(worker, 'error').then(([error]) => {
    throw error;
  });
  try {
    await Promise.race([once(worker, 'message'), failed]);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    const ports = played.map(({ port }) => port).join(', ');
    throw new LocalStackError(
      `The simulated payment gateways need the ports ${ports}, which their channels name, but another program took one. Stop it, or start anew with: npm start -- --fresh`,
    );
  }
  // Later errors end the process: a gateway that is silently gone would look like a bug in the shop.
  failed.catch((error: unknown) => {
    queueMicrotask(() => {
      throw error;
    });
  });
  return {
    stop: async () => {
      const exited = once(worker, 'exit');
      worker.postMessage('stop');
      await exited;
    },
  };
};
