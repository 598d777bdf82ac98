import { z } from 'zod';
import { parseDecimalAmount } from '../../domain/money/money.ts';
import type { ChannelContext } from '../channel.ts';
import { providerAddress } from '../wire/provider-address.ts';
import { isEvmAddress } from './evm/address.ts';
import { EVM, NETWORKS } from './networks.ts';
import { isTronAddress } from './tron/address.ts';

const tronAddress = z
  .string()
  .refine(isTronAddress, 'must be an address of TRON, which begins with T; check every character');
const evmAddress = z
  .string()
  .refine(
    isEvmAddress,
    'must be an address with its checksum: capital and small letters as the wallet shows them',
  );

const usdtAmount = z
  .string()
  .refine(
    (text) => (parseDecimalAmount(text, 'USDT')?.minor ?? 0n) > 0n,
    'must be an amount with up to six decimals, e.g. 0.0001',
  );

const common = <Address extends z.ZodType<string>>(address: Address) => ({
  /**
   * `address`: every payment has one of the addresses for itself. `amount`: payments share addresses, and each is asked
   * for an amount that no other one is asked for.
   */
  accessMode: z.enum(['address', 'amount']),
  /** The shop's own addresses, which payments are sent to. The first one names the account. */
  addresses: z.array(address).min(1).max(100),
  /** No longer handed out, but still looked at: money comes late. */
  formerAddresses: z.array(address).max(100).optional(),
  /** `amount`: what one payment is asked for more than the one before. Default: 0.0001. */
  amountStep: usdtAmount.optional(),
  /** `amount`: how many such steps there are. Default: 200. */
  amountSteps: z.int().min(1).max(1_000).optional(),
  /** How long after its end a payment keeps what it was given. Default: 24. */
  cooldownHours: z.int().min(1).max(720).optional(),
  /** Less than this is dust and ignored. Default: 0.01. */
  minimum: usdtAmount.optional(),
  /** Another token contract, on a test network. Default: that of USDT. */
  contract: address.optional(),
  /** An older newest block means that the chain, or the node, stands still. */
  maxHeadAgeSeconds: z.int().min(10).max(86_400).optional(),
});

/** Between two looks: nodes count calls by the day. Default: by the network, and on TRON by the number of addresses. */
const pauseSeconds = z.int().min(0).max(3_600).optional();

const tronConfigSchema = z.strictObject({
  network: z.literal('trc20'),
  ...common(tronAddress),
  rpc: z
    .strictObject({
      /** An interface like TronGrid's. Default: TronGrid. */
      url: providerAddress.optional(),
      pauseSeconds,
    })
    .optional(),
});

const evmConfigSchema = z.strictObject({
  network: z.enum(['erc20', 'bep20']),
  ...common(evmAddress),
  rpc: z.strictObject({
    /** A JSON-RPC node, without the key. */
    url: providerAddress,
    /** Blocks that are asked about at once; halved by itself when the node wants fewer. Default: 1000. */
    maxBlockRange: z.int().min(1).max(100_000).optional(),
    pauseSeconds,
  }),
  /** After how many blocks a transfer is final, or `finalized`: when the chain itself says so. */
  finality: z.union([z.literal('finalized'), z.int().min(1).max(1_000)]).optional(),
  /** A test network. Default: the main one. */
  chainId: z.int().min(1).optional(),
  /** Of the token in `contract`. Default: USDT's on this network. */
  decimals: z.int().min(6).max(36).optional(),
});

export const usdtConfigSchema = z.discriminatedUnion('network', [
  tronConfigSchema,
  evmConfigSchema,
]);
export type UsdtConfig = z.infer<typeof usdtConfigSchema>;
export type TronConfig = z.infer<typeof tronConfigSchema>;
export type EvmConfig = z.infer<typeof evmConfigSchema>;

export const usdtCredentialsSchema = z.strictObject({
  /** TronGrid's API key, or what a node's address ends in. It can read a public chain and nothing else. */
  rpcKey: z
    .string()
    .trim()
    .regex(/^[\w./~-]{1,200}$/, 'must be the key alone, without the address before it')
    .optional(),
});
export type UsdtCredentials = z.infer<typeof usdtCredentialsSchema>;

export type UsdtContext = ChannelContext<UsdtConfig, UsdtCredentials>;
export type TronContext = ChannelContext<TronConfig, UsdtCredentials>;
export type EvmContext = ChannelContext<EvmConfig, UsdtCredentials>;

const minorOf = (text: string): bigint => parseDecimalAmount(text, 'USDT')?.minor ?? 0n;

/** The settings with what is taken where one is absent. */
export const settingsOf = (config: UsdtConfig) => {
  const { network } = config;
  return {
    contract: config.contract ?? NETWORKS[network].contract,
    decimals:
      config.network === 'trc20'
        ? NETWORKS.trc20.decimals
        : (config.decimals ?? EVM[config.network].decimals),
    stepMinor: minorOf(config.amountStep ?? '0.0001'),
    steps: config.amountSteps ?? 200,
    cooldownMillis: (config.cooldownHours ?? 24) * 3_600_000,
    minimumMinor: minorOf(config.minimum ?? '0.01'),
    maxHeadAgeMillis: (config.maxHeadAgeSeconds ?? NETWORKS[network].maxHeadAgeSeconds) * 1_000,
  };
};

/** Of TronGrid's 100,000 calls a day, every address and the look itself take one each. */
const TRON_SECONDS_A_CALL = 1.25;

export const pauseMillisOf = (config: UsdtConfig): number => {
  const usual =
    config.network === 'trc20'
      ? Math.ceil(TRON_SECONDS_A_CALL * (watchedAddresses(config).length + 1))
      : EVM[config.network].pauseSeconds;
  return (config.rpc?.pauseSeconds ?? usual) * 1_000;
};

/** Every address that is looked at. */
export const watchedAddresses = ({ addresses, formerAddresses = [] }: UsdtConfig): string[] => [
  ...addresses,
  ...formerAddresses,
];

/** Most that a buyer may be asked for beyond the price. */
const MAX_RAISE_MINOR = 5_000_000n;

export const configProblems = (config: UsdtConfig): { param: string; message: string }[] => {
  const { contract, stepMinor, steps, minimumMinor } = settingsOf(config);
  const { addresses, formerAddresses = [] } = config;
  const problem = (param: string, message: string) => [{ param: `config.${param}`, message }];
  if (new Set(addresses).size < addresses.length)
    return problem('addresses', 'One address stands there twice.');
  const known = new Set(addresses);
  if (formerAddresses.some((address) => known.has(address)))
    return problem(
      'formerAddresses',
      'An address is handed out or it is not: it is in both lists.',
    );
  if ([...addresses, ...formerAddresses].includes(contract))
    return problem('addresses', 'The token’s own contract is no address to be paid at.');
  if (config.accessMode === 'address' && (config.amountStep ?? config.amountSteps) !== undefined)
    return problem('amountStep', 'Amounts are raised in the access mode "amount" only.');
  if (stepMinor * BigInt(steps) > MAX_RAISE_MINOR)
    return problem('amountSteps', 'Buyers would be asked for more than 5 USDT beyond the price.');
  if (minimumMinor > 1_000_000n)
    return problem('minimum', 'More than 1 USDT is no dust: payments would be overlooked.');
  return [];
};
