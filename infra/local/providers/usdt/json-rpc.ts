import { html, json, type Reply, type SimulatedRequest } from '../kit/exchange.ts';
import { bareAddress } from './addresses.ts';
import {
  blockHash,
  CHAIN_IDS,
  DECIMALS,
  FINAL_AFTER,
  headOf,
  placeOf,
  type Transaction,
  timeOf,
  transactionsOn,
  type UsdtDesk,
} from './chain.ts';

type EvmNetwork = keyof typeof CHAIN_IDS;

const TRANSFER = '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef';
/** As public nodes have it. */
const MAX_BLOCKS = 5_000;

type Answer =
  | { readonly result: unknown }
  | { readonly error: { readonly code: number; readonly message: string } };

interface Asked {
  readonly id?: unknown;
  readonly method?: unknown;
  readonly params?: readonly unknown[];
}

const hex = (value: number | bigint): string => `0x${value.toString(16)}`;
const word = (value: string | bigint): string =>
  `0x${(typeof value === 'string' ? value : value.toString(16)).padStart(64, '0')}`;

/** A node of Ethereum's kind: what a watcher asks, one by one or together. */
export const answerJsonRpc = (
  desk: UsdtDesk,
  network: EvmNetwork,
  { text }: SimulatedRequest,
): Reply => {
  let asked: unknown;
  try {
    asked = JSON.parse(text);
  } catch {
    return html('Bad Request', 400);
  }
  const answers = [asked].flat().map((one) => {
    const { id = null, method, params = [] } = (one ?? {}) as Asked;
    return { jsonrpc: '2.0', id, ...answerOf(desk, network, String(method), params) };
  });
  return json(Array.isArray(asked) ? answers : answers[0]);
};

const answerOf = (
  desk: UsdtDesk,
  network: EvmNetwork,
  method: string,
  [first]: readonly unknown[],
): Answer => {
  switch (method) {
    case 'eth_chainId':
      return { result: hex(CHAIN_IDS[network]) };
    case 'eth_blockNumber':
      return { result: hex(headOf(desk)) };
    case 'eth_getBlockByNumber':
      return { result: block(desk, network, numberOf(desk, first)) };
    case 'eth_getLogs':
      return logs(desk, network, first);
    case 'eth_getTransactionReceipt':
      return { result: receipt(desk, network, String(first)) };
    case 'eth_call':
      return { result: call(desk, network, first) };
    default:
      return { error: { code: -32601, message: `the method ${method} does not exist` } };
  }
};

const numberOf = (desk: UsdtDesk, asked: unknown): number => {
  if (asked === 'latest') return headOf(desk);
  if (asked === 'finalized' || asked === 'safe') return Math.max(0, headOf(desk) - FINAL_AFTER);
  return Number(asked);
};

const block = (desk: UsdtDesk, network: EvmNetwork, number: number) =>
  number > headOf(desk)
    ? null
    : {
        number: hex(number),
        hash: `0x${blockHash(network, number)}`,
        parentHash: `0x${number === 0 ? '0'.repeat(64) : blockHash(network, number - 1)}`,
        timestamp: hex(Math.floor(timeOf(desk, number) / 1_000)),
        transactions: [],
      };

const eventsOf = (transactions: readonly Transaction[], transaction: Transaction) => {
  const place = placeOf(transactions, transaction);
  return transaction.transfers.map(({ contract, from, to, value }, index) => ({
    address: contract.toLowerCase(),
    topics: [TRANSFER, word(bareAddress(from)), word(bareAddress(to))],
    data: word(value),
    blockNumber: hex(transaction.block),
    blockHash: `0x${blockHash(transaction.network, transaction.block)}`,
    transactionHash: `0x${transaction.hash}`,
    transactionIndex: hex(place.transaction),
    logIndex: hex(place.firstEvent + index),
    removed: false,
  }));
};

const logs = (desk: UsdtDesk, network: EvmNetwork, filter: unknown): Answer => {
  const {
    address,
    fromBlock,
    toBlock,
    topics = [],
  } = (filter ?? {}) as {
    address?: string;
    fromBlock?: string;
    toBlock?: string;
    topics?: (string | string[] | null)[];
  };
  const [from, to] = [numberOf(desk, fromBlock), numberOf(desk, toBlock)];
  if (to - from >= MAX_BLOCKS)
    return {
      error: { code: -32600, message: `ranges over ${MAX_BLOCKS} blocks are not supported` },
    };
  const all = transactionsOn(desk, network);
  const isAsked = (found: readonly string[]): boolean =>
    topics.every((topic, at) => topic === null || [topic].flat().includes(found[at] ?? ''));
  return {
    result: all
      .filter((transaction) => transaction.block >= from && transaction.block <= to)
      .flatMap((transaction) => eventsOf(all, transaction))
      .filter((event) => event.address === address?.toLowerCase() && isAsked(event.topics)),
  };
};

const receipt = (desk: UsdtDesk, network: EvmNetwork, hash: string) => {
  const all = transactionsOn(desk, network);
  const transaction = all.find((one) => `0x${one.hash}` === hash);
  return transaction
    ? {
        transactionHash: hash,
        blockNumber: hex(transaction.block),
        blockHash: `0x${blockHash(network, transaction.block)}`,
        status: '0x1',
        logs: eventsOf(all, transaction),
      }
    : null;
};

/** Every contract here is a token, and knows its decimals alone. */
const call = (desk: UsdtDesk, network: EvmNetwork, asked: unknown): string => {
  const { to, data } = (asked ?? {}) as { to?: string; data?: string };
  return to === desk.platform.contracts[network] && data === '0x313ce567'
    ? word(BigInt(DECIMALS[network]))
    : '0x';
};
