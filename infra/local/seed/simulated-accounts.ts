import { z } from 'zod';
import { freePort } from '../emulators/free-port.ts';
import { makeMerchant, makePlatform, setupOf } from '../providers/epay/account.ts';
import type { ChannelSetup } from '../providers/kit/simulation.ts';
import type { LocalState } from '../state/local-state.ts';
import type { PlayedProvider } from './provider-simulators.ts';

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

const merchantOf = ({ pid, key, merchantKeys }: SimulatedAccount) => ({
  id: pid,
  keys: { key, pair: merchantKeys },
});

/** The gateway that holds the account. */
export const gatewayOf = (account: SimulatedAccount): PlayedProvider => ({
  name: account.name,
  provider: 'epay',
  port: account.port,
  keys: { platform: { pair: account.platformKeys }, merchants: [merchantOf(account)] },
  behaviour: { habits: { notifyBy: account.notifyBy } },
});

/** What a shop enters to use the account. */
export const channelSetupOf = (account: SimulatedAccount): ChannelSetup => {
  const { name, port, protocol, accessMode, platformKeys } = account;
  const baseUrl = `http://127.0.0.1:${port}`;
  return {
    ...setupOf(merchantOf(account), { pair: platformKeys }, { baseUrl, protocol, accessMode }),
    label: `Simulated gateway ${name}`,
  };
};

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
    const { id, keys } = makeMerchant(index + 1);
    accounts.push({
      ...gateway,
      port: await freePort(firstPort === 0 ? 0 : firstPort + index),
      pid: id,
      key: keys.key,
      merchantKeys: keys.pair,
      platformKeys: makePlatform().pair,
    });
  }
  state.write(STATE_NAME, JSON.stringify(accounts));
  return accounts;
};
