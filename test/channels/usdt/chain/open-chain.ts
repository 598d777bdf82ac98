import { randomBytes } from 'node:crypto';
import { encodeDeployData, encodeFunctionData, getAddress, parseAbi } from 'viem';
import { vi } from 'vitest';
import { z } from 'zod';
import { type Anvil, startAnvil } from './anvil.ts';
import { compileContracts } from './compile.ts';

const ABI = parseAbi([
  'constructor(uint8 decimals)',
  'function mint(address to, uint256 value)',
  'function transfer(address to, uint256 value)',
  'function approve(address spender, uint256 value)',
]);
const MULTISEND = parseAbi([
  'constructor()',
  'function send(address token, address[] to, uint256[] values)',
]);

type Address = `0x${string}`;
export interface Receipt {
  readonly logs: readonly { readonly logIndex: string }[];
  readonly transactionHash: string;
  readonly blockNumber: string;
  readonly status: string;
  readonly contractAddress: Address;
}

/** A chain with a token, somebody rich, and all that a test does to a chain. */
export interface Chain {
  readonly url: string;
  readonly token: Address;
  /** The same code at another address: what fraudsters send. */
  readonly lookAlike: Address;
  /** Who has tokens. */
  readonly buyer: Address;
  rpc(method: string, ...params: unknown[]): Promise<unknown>;
  receiptOf(hash: unknown): Promise<Receipt>;
  /** What a transaction says that transfers tokens. */
  transferData(to: string, units: bigint): Address;
  /** Somebody with tokens and fees whose transactions the node signs. */
  stranger(): Promise<Address>;
  /** One transaction in a block of its own. */
  transfer(to: string, units: bigint, change?: { token?: string; from?: string }): Promise<Receipt>;
  /** Several transfers in one transaction. */
  multisend(payments: readonly { to: string; units: bigint }[]): Promise<Receipt>;
  approve(spender: string, units: bigint): Promise<Receipt>;
  mint(to: string, units: bigint): Promise<Receipt>;
  mine(blocks: number): Promise<void>;
  number(): Promise<bigint>;
  stop(): Promise<void>;
}

export const openChain = async (
  binary: string,
  { decimals, options = [] }: { decimals: number; options?: readonly string[] },
): Promise<Chain> => {
  const contracts = compileContracts();
  const anvil: Anvil = await startAnvil(binary, options);
  try {
    return await furnish(anvil, contracts, decimals);
  } catch (error) {
    await anvil.stop();
    throw error;
  }
};

const answerSchema = z.object({ result: z.unknown(), error: z.unknown().optional() });

const furnish = async (
  anvil: Anvil,
  contracts: Record<string, string>,
  decimals: number,
): Promise<Chain> => {
  const rpc = async (method: string, ...params: unknown[]): Promise<unknown> => {
    const response = await fetch(anvil.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
    });
    const { result, error } = answerSchema.parse(await response.json());
    if (error) throw new Error(`${method}: ${JSON.stringify(error)}`);
    return result;
  };
  const receiptOf = (hash: unknown): Promise<Receipt> =>
    vi.waitFor(async () => {
      const receipt = await rpc('eth_getTransactionReceipt', hash);
      if (!receipt) throw new Error('it is in no block yet');
      return receipt as Receipt;
    }, 10_000);
  const [first = '0x'] = (await rpc('eth_accounts')) as Address[];
  const buyer = getAddress(first);
  const send = async (transaction: object): Promise<Receipt> => {
    const hash = await rpc('eth_sendTransaction', { from: buyer, gas: '0x2dc6c0', ...transaction });
    return receiptOf(hash);
  };
  const deploy = async (abi: typeof ABI | typeof MULTISEND, name: string, args: unknown[]) => {
    const bytecode = contracts[name] as Address;
    const data = encodeDeployData({ abi, bytecode, args } as Parameters<
      typeof encodeDeployData
    >[0]);
    return getAddress((await send({ data })).contractAddress);
  };
  const token = await deploy(ABI, 'Token', [decimals]);
  const lookAlike = await deploy(ABI, 'Token', [decimals]);
  const multisend = await deploy(MULTISEND, 'Multisend', []);
  const call = (functionName: 'mint' | 'transfer' | 'approve', to: string, units: bigint) =>
    encodeFunctionData({ abi: ABI, functionName, args: [to as Address, units] });
  const much = 10n ** 30n;
  for (const [to, who] of [
    [token, buyer],
    [lookAlike, buyer],
    [token, multisend],
  ] as const)
    await send({ to, data: call('mint', who, much) });
  return {
    url: anvil.url,
    token,
    lookAlike,
    buyer,
    rpc,
    receiptOf,
    transferData: (to, units) => call('transfer', to, units),
    stranger: async () => {
      const address = getAddress(`0x${randomBytes(20).toString('hex')}`);
      await rpc('anvil_impersonateAccount', address);
      await rpc('anvil_setBalance', address, '0xde0b6b3a7640000');
      await send({ to: token, data: call('mint', address, much) });
      return address;
    },
    transfer: (to, units, { token: other = token, from = buyer } = {}) =>
      send({ from, to: other, data: call('transfer', to, units) }),
    multisend: (payments) =>
      send({
        to: multisend,
        data: encodeFunctionData({
          abi: MULTISEND,
          functionName: 'send',
          args: [
            token,
            payments.map(({ to }) => to as Address),
            payments.map(({ units }) => units),
          ],
        }),
      }),
    approve: (spender, units) => send({ to: token, data: call('approve', spender, units) }),
    mint: (to, units) => send({ to: token, data: call('mint', to, units) }),
    mine: async (blocks) => {
      await rpc('anvil_mine', `0x${blocks.toString(16)}`);
    },
    number: async () => BigInt(String(await rpc('eth_blockNumber'))),
    stop: () => anvil.stop(),
  };
};
