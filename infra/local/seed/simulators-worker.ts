import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { startSimulator } from '../providers/kit/start-simulator.ts';
import { SIMULATIONS } from '../providers/registry.ts';
import { playedProviderSchema } from './provider-simulators.ts';

/** The thread of the simulated providers: strangers' servers, off the thread that runs the functions. */
const { played, directory } = z
  .object({ played: z.array(playedProviderSchema), directory: z.string() })
  .parse(workerData);

const simulators = await Promise.all(
  played.map(async ({ name, provider, ...options }) => {
    const simulation = await SIMULATIONS[provider]?.();
    if (!simulation) throw new Error(`nobody plays the provider ${provider}`);
    return startSimulator(simulation, { ...options, stateFile: join(directory, `${name}.jsonl`) });
  }),
);
parentPort?.once('message', async () => {
  await Promise.all(simulators.map((simulator) => simulator.stop()));
  process.exit(0);
});
parentPort?.postMessage('started');
