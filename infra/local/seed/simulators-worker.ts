import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { startEpaySimulator } from '../providers/epay/start-epay-simulator.ts';
import { startSimulator } from '../providers/kit/start-simulator.ts';
import { SIMULATIONS } from '../providers/registry.ts';
import { providerSimulatorSchema } from './provider-simulators.ts';
import { accountSchema } from './simulated-accounts.ts';

/** The thread of the simulated gateways: strangers' servers, off the thread that runs the functions. */
const { accounts, providers, directory } = z
  .object({
    accounts: z.array(accountSchema),
    providers: z.array(providerSimulatorSchema),
    directory: z.string(),
  })
  .parse(workerData);

const gateways = accounts.map(({ name, port, pid, key, merchantKeys, platformKeys, notifyBy }) =>
  startEpaySimulator({
    port,
    pid,
    key,
    keyPair: merchantKeys,
    platformKeys,
    behaviour: { notifyBy },
    stateFile: join(directory, `${name}.jsonl`),
  }),
);
const others = providers.map(async ({ provider, port, keys }) => {
  const simulation = await SIMULATIONS[provider]?.();
  if (!simulation) throw new Error(`nobody plays the provider ${provider}`);
  const stateFile = join(directory, `${provider}.jsonl`);
  return startSimulator(simulation, { port, keys, stateFile });
});
const simulators: { stop(): Promise<void> }[] = await Promise.all([...gateways, ...others]);
parentPort?.once('message', async () => {
  await Promise.all(simulators.map((simulator) => simulator.stop()));
  process.exit(0);
});
parentPort?.postMessage('started');
