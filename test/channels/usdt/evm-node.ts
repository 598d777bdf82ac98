import type { ProviderHttp, ProviderRequest } from '#shared/application/ports/provider-http.ts';
import { replyJson } from '#test/channels/support/scripted-http.ts';

export const TRANSFER = '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef';

export interface NodeTransfer {
  readonly contract: string;
  readonly block: number;
  readonly transaction: number;
  readonly from: string;
  readonly to: string;
  readonly units: bigint;
  readonly removed?: boolean;
}

export interface NodeState {
  chainId: number;
  head: number;
  /** Seconds since 1970 of block 0, and between blocks. */
  readonly genesis: number;
  readonly blockSeconds: number;
  readonly transfers: NodeTransfer[];
  /** What the node does with `eth_getLogs` of so many blocks in place of answering. */
  refuseLogs?: (blocks: number) => { code: number; message: string } | undefined;
  /** Blocks that the node which answers does not have yet, although the one before had them. */
  lag?: number;
  readonly requests: ProviderRequest[];
}

const word = (value: number | bigint | string): string =>
  typeof value === 'string'
    ? `0x${value.slice(2).toLowerCase().padStart(64, '0')}`
    : `0x${value.toString(16).padStart(64, '0')}`;
const hex = (value: number): string => `0x${value.toString(16)}`;

/** A node by the replies that nodes give, for what a real chain does not do on demand. */
export const evmNode = (change: Partial<NodeState> = {}): NodeState & { http: ProviderHttp } => {
  const node: NodeState = {
    chainId: 1,
    head: 1_000,
    genesis: Math.floor(Date.now() / 1_000) - 12_000,
    blockSeconds: 12,
    transfers: [],
    requests: [],
    ...change,
  };
  const http: ProviderHttp = {
    request: async (request) => {
      node.requests.push(request);
      const asked = JSON.parse(request.body ?? '') as Asked | Asked[];
      const answers = [asked].flat().map(({ id, method, params }) => {
        const answer = answerOf(node, method, params);
        return 'error' in answer ? { id, error: answer.error } : { id, result: answer.result };
      });
      return replyJson(Array.isArray(asked) ? answers : answers[0]);
    },
  };
  return Object.assign(node, { http });
};

interface Asked {
  readonly id: number;
  readonly method: string;
  readonly params: readonly unknown[];
}

type Answer =
  | { readonly result: unknown }
  | { readonly error: { readonly code: number; readonly message: string } };

const answerOf = (node: NodeState, method: string, [first]: readonly unknown[]): Answer => {
  switch (method) {
    case 'eth_chainId':
      return { result: hex(node.chainId) };
    case 'eth_getBlockByNumber':
      return { result: blockOf(node, first === 'latest' ? node.head : Number(first), first) };
    case 'eth_getTransactionReceipt':
      return { result: receiptOf(node, String(first)) };
    case 'eth_getLogs': {
      const { fromBlock, toBlock } = first as { fromBlock: string; toBlock: string };
      const error = node.refuseLogs?.(Number(toBlock) - Number(fromBlock) + 1);
      return error
        ? { error }
        : {
            result: node.transfers
              .filter(({ block }) => block >= Number(fromBlock) && block <= Number(toBlock))
              .map((transfer, index) => logOf(transfer, index)),
          };
    }
    default:
      return { error: { code: -32601, message: 'the method does not exist' } };
  }
};

const blockOf = (node: NodeState, number: number, asked: unknown) =>
  number > node.head - (asked === 'latest' ? 0 : (node.lag ?? 0))
    ? null
    : {
        number: hex(number),
        hash: word(number),
        timestamp: hex(node.genesis + Math.floor(number * node.blockSeconds)),
      };

const logOf = (transfer: NodeTransfer, index: number) => ({
  address: transfer.contract.toLowerCase(),
  topics: [TRANSFER, word(transfer.from), word(transfer.to)],
  data: word(transfer.units),
  blockNumber: hex(transfer.block),
  blockHash: word(transfer.block),
  transactionHash: word(transfer.transaction),
  logIndex: hex(index),
  removed: transfer.removed ?? false,
});

const receiptOf = (node: NodeState, hash: string) => {
  const own = node.transfers.filter(({ transaction }) => word(transaction) === hash);
  const [first] = own;
  return first
    ? {
        status: '0x1',
        blockHash: word(first.block),
        transactionHash: hash,
        logs: own.map((transfer, index) => logOf(transfer, index)),
      }
    : null;
};
