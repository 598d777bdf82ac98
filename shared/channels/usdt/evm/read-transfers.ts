import { z } from 'zod';
import { type EvmContext, settingsOf } from '../config.ts';
import { canBePayment, failed, type LedgerFailure, type Transfer } from '../ledger.ts';
import { topicOf } from './address.ts';
import { type Block, blockCall, hash, hex, quantity, readBlock } from './chain.ts';
import { callNode, type RpcCall, type RpcResult } from './client.ts';
import { decodeTransfer, isOf, type Log, logSchema, TRANSFER_TOPIC } from './transfer-log.ts';

export interface Range {
  readonly from: bigint;
  readonly to: bigint;
  readonly addresses: readonly string[];
  /** Leaves out what need not be looked at closely. */
  readonly isWanted?: (transfer: Pick<Transfer, 'from' | 'to' | 'units'>) => boolean;
}

export type RangeRead =
  | { readonly kind: 'read'; readonly transfers: Transfer[]; readonly last: Block }
  /** The node wants smaller ranges, or there is too much in this one. */
  | { readonly kind: 'too_large'; readonly detail: string }
  | LedgerFailure;

/** Most transactions that are looked at closely for one range. */
const MAX_TRANSACTIONS = 60;
/** Most of them in one request. */
const TRANSACTIONS_A_CALL = 10;

/**
 * Every transfer of the token to one of the addresses within the blocks, both ends included. The last block is asked for
 * in the same request: a node that does not have it yet has not all the events either, and would not say so.
 */
export const readTransfers = async (context: EvmContext, range: Range): Promise<RangeRead> => {
  const { contract } = settingsOf(context.config);
  const filter = {
    address: contract,
    fromBlock: hex(range.from),
    toBlock: hex(range.to),
    topics: [TRANSFER_TOPIC, null, range.addresses.map(topicOf)],
  };
  const answer = await callNode(context, [
    { method: 'eth_getLogs', params: [filter] },
    blockCall(range.to),
  ]);
  if (answer.kind === 'failed') return answer;
  const [events, end] = answer.results;
  if (events?.kind === 'refused')
    return {
      kind: 'too_large',
      detail: `the node refuses eth_getLogs: ${events.message} (${events.code})`,
    };
  const last = readBlock(end);
  if (!last) return failed(`the node does not have block ${range.to} yet`);
  const logs = z.array(logSchema).safeParse(events?.value);
  if (!logs.success) return failed('the node answered eth_getLogs in a shape of its own');
  const transactions = transactionsIn(context, range, logs.data);
  if (transactions.size > MAX_TRANSACTIONS && range.to > range.from)
    return { kind: 'too_large', detail: 'too many transfers at once' };
  const transfers = await readClosely(context, range, [...transactions.values()]);
  return transfers.kind === 'failed' ? transfers : { ...transfers, kind: 'read', last };
};

/** One event of each transaction that has something for us. */
const transactionsIn = (
  { config }: EvmContext,
  range: Range,
  logs: readonly Log[],
): Map<string, Log> => {
  const { contract } = settingsOf(config);
  const found = new Map<string, Log>();
  for (const log of logs) {
    const transfer = decodeTransfer(log);
    const isGood =
      transfer !== undefined &&
      log.removed !== true &&
      isOf(contract, log) &&
      log.blockNumber >= range.from &&
      log.blockNumber <= range.to &&
      canBePayment(config, transfer) &&
      (range.isWanted?.(transfer) ?? true);
    if (isGood) found.set(log.transactionHash, log);
  }
  return found;
};

const readClosely = async (
  context: EvmContext,
  range: Range,
  logs: readonly Log[],
): Promise<{ readonly kind: 'all'; readonly transfers: Transfer[] } | LedgerFailure> => {
  const transfers: Transfer[] = [];
  for (let at = 0; at < logs.length; at += TRANSACTIONS_A_CALL) {
    const some = logs.slice(at, at + TRANSACTIONS_A_CALL);
    const calls = some.flatMap<RpcCall>(({ transactionHash, blockNumber }) => [
      { method: 'eth_getTransactionReceipt', params: [transactionHash] },
      blockCall(blockNumber),
    ]);
    const answer = await callNode(context, calls);
    if (answer.kind === 'failed') return answer;
    for (const [index, log] of some.entries()) {
      const [receipt, block] = answer.results.slice(2 * index, 2 * index + 2);
      const read = transfersOf(context, range, log, { receipt, block });
      if (!read) return failed('the chain changed while it was read');
      transfers.push(...read);
    }
  }
  return { kind: 'all', transfers };
};

const receiptSchema = z.object({
  status: quantity,
  blockHash: hash,
  transactionHash: hash,
  logs: z.array(logSchema),
});

/**
 * The transaction's transfers to us, by its own receipt. They are counted within the transaction: `logIndex` counts
 * within the block, and changes when a reorganised chain has the transaction in another block.
 *
 * @returns `undefined` when receipt, block and event do not belong together
 */
const transfersOf = (
  { config }: EvmContext,
  { isWanted, addresses }: Range,
  log: Log,
  answers: { receipt: RpcResult | undefined; block: RpcResult | undefined },
): Transfer[] | undefined => {
  const { contract } = settingsOf(config);
  const block = readBlock(answers.block);
  const read = receiptSchema.safeParse(
    answers.receipt?.kind === 'result' ? answers.receipt.value : undefined,
  );
  if (!block || !read.success) return undefined;
  const receipt = read.data;
  const belongs =
    block.hash === log.blockHash &&
    receipt.blockHash === log.blockHash &&
    receipt.transactionHash === log.transactionHash;
  if (!belongs) return undefined;
  if (receipt.status !== 1n) return [];
  return receipt.logs.flatMap((event, index) => {
    const transfer = isOf(contract, event) ? decodeTransfer(event) : undefined;
    const isOurs =
      transfer !== undefined &&
      addresses.includes(transfer.to) &&
      canBePayment(config, transfer) &&
      (isWanted?.(transfer) ?? true);
    return isOurs
      ? [
          {
            ...transfer,
            hash: log.transactionHash,
            index,
            blockNumber: block.number,
            blockHash: block.hash,
            at: block.at,
            isFinal: true,
          },
        ]
      : [];
  });
};
