import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { freePort } from '../emulators/free-port.ts';
import { lazyKeyPair } from '../providers/epay/merchant.ts';
import type { ChannelSetup } from '../providers/kit/simulation.ts';
import type { LocalState } from '../state/local-state.ts';

const keyPairSchema = z.object({ privateKey: z.string(), publicKey: z.string() });

export const accountSchema = z.object({
  name: z.string(),
  port: z.int(),
  pid: z.string(),
  protocol: z.enum(['v1', 'v2']),
  accessMode: z.enum(['page', 'api']),
  notifyBy: z.enum(['GET', 'POST_FORM', 'POST_JSON']),
  key: z.string(),
  merchantKeys: keyPairSchema,
  platformKeys: keyPairSchema,
});
export type SimulatedAccount = z.infer<typeof accountSchema>;

/** Three gateways that differ in what real ones differ in; each has one account, that of the demo shop. */
const GATEWAYS = [
  { name: 'lotus', protocol: 'v1', accessMode: 'page', notifyBy: 'GET' },
  { name: 'jade', protocol: 'v1', accessMode: 'api', notifyBy: 'POST_FORM' },
  { name: 'crane', protocol: 'v2', accessMode: 'api', notifyBy: 'POST_JSON' },
] as const;

const STATE_NAME = 'simulators';

/** What a shop enters to use the account. */
export const channelSetupOf = ({
  name,
  port,
  pid,
  protocol,
  accessMode,
  key,
  merchantKeys,
  platformKeys,
}: SimulatedAccount): ChannelSetup => ({
  provider: 'epay',
  label: `Simulated gateway ${name}`,
  currency: 'CNY',
  config: { gatewayUrl: `http://127.0.0.1:${port}/`, pid, protocol, accessMode },
  credentials:
    protocol === 'v1'
      ? { key }
      : {
          merchantPrivateKey: merchantKeys.privateKey,
          platformPublicKey: platformKeys.publicKey,
        },
});

/**
 * The accounts at the simulated gateways, made on the first start and kept: channels hold their keys and addresses.
 * @param firstPort the port that the first gateway gets if it is free; 0 for any.
 */
export const simulatedAccounts = async (
  state: LocalState,
  firstPort: number,
): Promise<SimulatedAccount[]> => {
  const known = state.read(STATE_NAME);
  if (known !== undefined) return z.array(accountSchema).parse(JSON.parse(known));
  const accounts: SimulatedAccount[] = [];
  for (const [index, gateway] of GATEWAYS.entries()) {
    accounts.push({
      ...gateway,
      port: await freePort(firstPort === 0 ? 0 : firstPort + index),
      pid: String(1001 + index),
      key: randomBytes(16).toString('hex'),
      merchantKeys: lazyKeyPair(undefined)(),
      platformKeys: lazyKeyPair(undefined)(),
    });
  }
  state.write(STATE_NAME, JSON.stringify(accounts));
  return accounts;
};
