import { randomBytes } from 'node:crypto';
import { html, json, type Reply, type SimulatedRequest } from '../kit/exchange.ts';
import type { ChannelSetup, Simulation } from '../kit/simulation.ts';
import { newAddress } from './addresses.ts';
import { CHAIN_IDS, type Keys, type Network, type Platform, type UsdtDesk } from './chain.ts';
import { answerJsonRpc } from './json-rpc.ts';
import { answerTronGrid } from './tron-grid.ts';
import { answerWallet } from './wallet.ts';

const NETWORKS: readonly Network[] = ['trc20', 'erc20', 'bep20'];
const ADDRESSES = 20;

const forEach = <Value>(make: (network: Network) => Value): Record<Network, Value> => ({
  trc20: make('trc20'),
  erc20: make('erc20'),
  bep20: make('bep20'),
});

/** Three public chains with a token each, as nodes tell of them, and the wallet of whoever pays. */
export const usdt: Simulation<Keys, Platform> = {
  provider: 'usdt',
  makePlatform: () => ({
    // Some history, so that there are blocks before the first payment.
    genesisMillis: Date.now() - 600_000,
    blockMillis: 1_000,
    contracts: forEach(newAddress),
  }),
  makeMerchant: (index) => ({
    id: `wallet${index}`,
    keys: {
      key: randomBytes(16).toString('hex'),
      addresses: forEach((network) => Array.from({ length: ADDRESSES }, () => newAddress(network))),
    },
  }),
  channels: ({ keys }, platform, baseUrl) =>
    NETWORKS.map((network) => setupOf(network, keys, platform, baseUrl)),
  retrySeconds: [],
  isAcknowledged: () => true,
  // A chain tells nobody.
  compose: () => undefined,
  merchantOf: (desk) => [...desk.merchants.keys()][0],
  answer: (desk, request) => {
    if (request.path === '/wallet') return answerWallet(desk, request);
    const trouble = troubleOf(desk);
    const [, kind, rest = ''] = /^\/(tron|erc20|bep20)(\/.*)$/.exec(request.path) ?? [];
    if (kind === undefined) return undefined;
    if (trouble) return trouble;
    if (!isKeyKnown(desk, kind, rest, request)) return json({ error: 'unauthorized' }, 401);
    if (kind === 'tron') return answerTronGrid(desk, rest, request);
    return answerJsonRpc(desk, kind as 'erc20' | 'bep20', request);
  },
};

/** Addresses on one network, an amount of their own on another: both ways to tell payments apart can be seen. */
const setupOf = (
  network: Network,
  { key, addresses }: Keys,
  { contracts }: Platform,
  baseUrl: string,
): ChannelSetup => ({
  provider: 'usdt',
  label: `USDT (${network.toUpperCase()})`,
  currency: 'USDT',
  methods: [`usdt_${network}`],
  config: {
    network,
    contract: contracts[network],
    cooldownHours: 1,
    ...(network === 'erc20'
      ? { accessMode: 'amount', addresses: addresses.erc20.slice(0, 1) }
      : { accessMode: 'address', addresses: addresses[network] }),
    ...(network === 'trc20'
      ? { rpc: { url: `${baseUrl}/tron`, pauseSeconds: 1 } }
      : {
          rpc: { url: `${baseUrl}/${network}`, pauseSeconds: 1 },
          chainId: CHAIN_IDS[network],
          finality: network === 'bep20' ? 'finalized' : 3,
        }),
  },
  credentials: { rpcKey: key },
});

const isKeyKnown = (
  { merchants }: UsdtDesk,
  kind: string,
  rest: string,
  { headers }: SimulatedRequest,
): boolean => {
  const told = kind === 'tron' ? headers['tron-pro-api-key'] : rest.slice(1);
  return [...merchants.values()].some(({ keys }) => keys.key === told);
};

/** Faults of whoever tells of the chain. */
const troubleOf = ({ merchants }: UsdtDesk): Reply | undefined => {
  const [merchant] = merchants.values();
  const { habits = {}, createStatus } = merchant?.behaviour ?? {};
  if (habits.rateLimited) return json({ error: 'Too Many Requests' }, 429);
  return createStatus ? html('Server Error', createStatus) : undefined;
};
