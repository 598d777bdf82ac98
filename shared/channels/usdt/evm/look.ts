import { z } from 'zod';
import { type EvmContext, watchedAddresses } from '../config.ts';
import { failed, type LedgerFailure, type Look, type Transfer } from '../ledger.ts';
import { type Block, blockCall, chainIdOf, type Heads, readBlock, readHeads } from './chain.ts';
import { callNode } from './client.ts';
import { scan } from './scan.ts';

/** How far back a look starts again after a chain that was reorganised beyond what was final. */
const REWIND_BLOCKS = 1_000n;

/** Everything before and in this block was reported. */
const cursorSchema = z.object({
  chain: z.int(),
  block: z.string().regex(/^\d{1,18}$/),
  hash: z.string(),
});

const cursorOf = ({ config }: EvmContext, { number, hash }: Block): string =>
  JSON.stringify({ chain: chainIdOf(config), block: number.toString(), hash });

/** `undefined`: there is none of this chain; what an account saw on another one is of no use here. */
const readCursor = (
  { config }: EvmContext,
  cursor: string | undefined,
): { block: bigint; hash: string } | undefined => {
  const read = cursor === undefined ? undefined : cursorSchema.safeParse(JSON.parse(cursor)).data;
  return read?.chain === chainIdOf(config)
    ? { block: BigInt(read.block), hash: read.hash }
    : undefined;
};

/**
 * Reads the final blocks after those that were read before. The cursor names the last one with its hash: if the chain has
 * another block there by now, blocks that were final are gone, and those before are read again.
 */
export const look = async (
  context: EvmContext,
  cursor: string | undefined,
): Promise<Look | LedgerFailure> => {
  const heads = await readHeads(context);
  if (heads.kind === 'failed') return heads;
  const known = readCursor(context, cursor);
  if (cursor === undefined || !known) return firstLook(context, heads);
  // The node may be behind the one that was asked before: it knows nothing new.
  if (heads.finalNumber < known.block) return looked(cursor, [], false);
  const answer = await callNode(context, [blockCall(known.block)]);
  if (answer.kind === 'failed') return answer;
  const block = readBlock(answer.results[0]);
  if (!block) return failed(`the node does not have block ${known.block}`);
  const isSame = block.hash === known.hash;
  const from = isSame ? known.block + 1n : rewound(known.block);
  if (from > heads.finalNumber) return looked(cursor, [], false);
  const { transfers, last, failure } = await scan(context, {
    from,
    to: heads.finalNumber,
    addresses: watchedAddresses(context.config),
  });
  if (!last) return failure ?? failed('no block was read');
  return looked(cursorOf(context, last), transfers, !failure && last.number < heads.finalNumber);
};

const rewound = (block: bigint): bigint => (block > REWIND_BLOCKS ? block - REWIND_BLOCKS : 0n);

const looked = (cursor: string, transfers: readonly Transfer[], isBehind: boolean): Look => ({
  kind: 'looked',
  transfers,
  cursor,
  isBehind,
});

/** From here on: what came before belongs to nobody's payment. */
const firstLook = async (
  context: EvmContext,
  { finalNumber }: Heads,
): Promise<Look | LedgerFailure> => {
  const answer = await callNode(context, [blockCall(finalNumber < 0n ? 0n : finalNumber)]);
  if (answer.kind === 'failed') return answer;
  const block = readBlock(answer.results[0]);
  return block
    ? looked(cursorOf(context, block), [], false)
    : failed('the node tells no block to start at');
};
