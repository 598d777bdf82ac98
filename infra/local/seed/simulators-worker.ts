import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { startEpaySimulator } from '../providers/epay/start-epay-simulator.ts';
import { accountSchema } from './simulated-accounts.ts';

/** The thread of the simulated gateways: strangers' servers, off the thread that runs the functions. */
const { accounts, directory } = z
  .object({ accounts: z.array(accountSchema), directory: z.string() })
  .parse(workerData);

const simulators = await Promise.all(
  accounts.map(({ name, port, pid, key, merchantKeys, platformKeys, notifyBy }) =>
    startEpaySimulator({
      port,
      pid,
      key,
      keyPair: merchantKeys,
      platformKeys,
      behaviour: { notifyBy },
      stateFile: join(directory, `${name}.jsonl`),
    }),
  ),
);
parentPort?.once('message', async () => {
  await Promise.all(simulators.map((simulator) => simulator.stop()));
  process.exit(0);
});
parentPort?.postMessage('started');
