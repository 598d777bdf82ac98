import { minorOfUnits } from '../amount.ts';
import { type EvmContext, settingsOf } from '../config.ts';
import { type Found, type LedgerFailure, matchesSearch, type Search } from '../ledger.ts';
import { blockBefore, readHeads } from './chain.ts';
import { rangesOf, scan } from './scan.ts';

/** Reads from the block of the time on to the newest one, also what is not final yet. */
export const search = async (
  context: EvmContext,
  wanted: Search,
): Promise<Found | LedgerFailure> => {
  const { address, minor, since } = wanted;
  const heads = await readHeads(context);
  if (heads.kind === 'failed') return heads;
  const { newest, finalNumber } = heads;
  const start = await blockBefore(context, since, {
    newest,
    precision: rangesOf(context).size(),
  });
  if (start.kind === 'failed') return start;
  const { decimals } = settingsOf(context.config);
  const { transfers, last, failure } = await scan(context, {
    from: start.number,
    to: newest.number,
    addresses: [address],
    isWanted: ({ units }) => minor === undefined || minorOfUnits(units, decimals) === minor,
  });
  if (failure) return failure;
  return {
    kind: 'found',
    isComplete: last?.number === newest.number,
    transfers: transfers
      .map((transfer) => ({ ...transfer, isFinal: transfer.blockNumber <= finalNumber }))
      .filter((transfer) => matchesSearch(context.config, wanted, transfer)),
  };
};
