import { z } from 'zod';
import type { EvmContext } from '../config.ts';
import { failed, type LedgerFailure, standstill } from '../ledger.ts';
import { EVM } from '../networks.ts';
import { callNode, type RpcCall, type RpcResult } from './client.ts';

export const quantity = z
  .string()
  .regex(/^0x[0-9a-f]{1,16}$/i)
  .transform((hex) => BigInt(hex));
export const hash = z
  .string()
  .regex(/^0x[0-9a-f]{64}$/i)
  .transform((hex) => hex.toLowerCase());

/** The last second that a `Date` can be. */
const LAST_SECOND = 8_640_000_000_000n;

const blockSchema = z.object({
  number: quantity,
  hash,
  timestamp: quantity.refine((seconds) => seconds <= LAST_SECOND),
});

export interface Block {
  readonly number: bigint;
  readonly hash: string;
  readonly at: Date;
}

export const hex = (number: bigint): string => `0x${number.toString(16)}`;

export const blockCall = (block: bigint | 'latest' | 'finalized'): RpcCall => ({
  method: 'eth_getBlockByNumber',
  params: [typeof block === 'bigint' ? hex(block) : block, false],
});

/** `undefined`: the node does not have it, or not yet. */
export const readBlock = (result: RpcResult | undefined): Block | undefined => {
  const read = blockSchema.safeParse(result?.kind === 'result' ? result.value : undefined);
  if (!read.success) return undefined;
  const { number, hash: blockHash, timestamp } = read.data;
  return { number, hash: blockHash, at: new Date(Number(timestamp) * 1_000) };
};

export interface Heads {
  readonly kind: 'heads';
  readonly newest: Block;
  /** Number of the newest block that is final by the settings; negative: none is. */
  readonly finalNumber: bigint;
}

/**
 * How far the chain is. Fails when the node is on another chain than the settings say (on a test chain everybody may make
 * tokens) or when nothing goes on.
 */
export const readHeads = async (context: EvmContext): Promise<Heads | LedgerFailure> => {
  const { config, now } = context;
  const { finality = EVM[config.network].confirmations } = config;
  const calls: RpcCall[] = [{ method: 'eth_chainId', params: [] }, blockCall('latest')];
  if (finality === 'finalized') calls.push(blockCall('finalized'));
  const answer = await callNode(context, calls);
  if (answer.kind === 'failed') return answer;
  const [chain, latest, finalized] = answer.results;
  const wrong = wrongChain(config, chain);
  if (wrong) return wrong;
  const newest = readBlock(latest);
  if (!newest) return failed('the node tells no newest block');
  const old = standstill(config, newest.at, now);
  if (old) return old;
  if (finality !== 'finalized')
    return { kind: 'heads', newest, finalNumber: newest.number - BigInt(finality - 1) };
  const final = readBlock(finalized);
  return final
    ? { kind: 'heads', newest, finalNumber: final.number }
    : failed('the node tells no finalized block: set "finality" to a number of confirmations');
};

export const chainIdOf = ({ network, chainId }: EvmContext['config']): number =>
  chainId ?? EVM[network].chainId;

const wrongChain = (
  config: EvmContext['config'],
  result: RpcResult | undefined,
): LedgerFailure | undefined => {
  const chainId = chainIdOf(config);
  const told = quantity.safeParse(result?.kind === 'result' ? result.value : undefined);
  if (!told.success) return failed('the node does not tell which chain it is on');
  return told.data === BigInt(chainId)
    ? undefined
    : failed(`the node is on chain ${told.data}, not on ${chainId}`);
};

/** Most questions for the block of a time. */
const MAX_STEPS = 40;

/**
 * The number of a block not after the time and at most `precision` blocks before the last such one.
 *
 * @param newest is after the time, or the answer
 */
export const blockBefore = async (
  context: EvmContext,
  time: Date,
  { newest, precision }: { newest: Block; precision: bigint },
): Promise<{ readonly kind: 'block'; readonly number: bigint } | LedgerFailure> => {
  const { blockSeconds } = EVM[context.config.network];
  const isBefore = (block: Block): boolean => block.at <= time;
  if (isBefore(newest)) return { kind: 'block', number: newest.number };
  let after = newest.number;
  let before = -1n;
  let leap = BigInt(Math.ceil((newest.at.getTime() - time.getTime()) / 1_000 / blockSeconds) + 2);
  for (let step = 0; step < MAX_STEPS; step += 1) {
    if (before >= 0n && after - before <= precision) break;
    const guess: bigint =
      before < 0n ? (after > leap ? after - leap : 0n) : before + (after - before) / 2n;
    const answer = await callNode(context, [blockCall(guess)]);
    if (answer.kind === 'failed') return answer;
    const block = readBlock(answer.results[0]);
    if (!block) return failed(`the node does not have block ${guess}`);
    if (isBefore(block)) before = guess;
    else if (guess === 0n) return { kind: 'block', number: 0n };
    else after = guess;
    leap *= 2n;
  }
  return { kind: 'block', number: before < 0n ? 0n : before };
};
