import { minorOfUnits } from '../amount.ts';
import { settingsOf, type TronContext } from '../config.ts';
import {
  type Found,
  type LedgerFailure,
  matchesSearch,
  type Search,
  type Transfer,
} from '../ledger.ts';
import { type Row, readHistory } from './history.ts';
import { readTransaction } from './transaction.ts';

/** Most transactions that one search looks at closely. */
const MAX_TRANSACTIONS = 20;
const MAX_PAGES = 3;

/** What TronGrid's index has of an address, each transaction looked at closely; also what is not solidified yet. */
export const search = async (
  context: TronContext,
  wanted: Search,
): Promise<Found | LedgerFailure> => {
  const { address, minor, since } = wanted;
  const history = await readHistory(context, {
    address,
    since,
    confirmedOnly: false,
    maxPages: MAX_PAGES,
  });
  if (history.kind === 'failed') return history;
  const { decimals } = settingsOf(context.config);
  const rows = history.rows.filter(
    ({ units }) => minor === undefined || minorOfUnits(units, decimals) === minor,
  );
  const ids = [...new Set(rows.map(({ transactionId }) => transactionId))];
  const transfers: Transfer[] = [];
  for (const id of ids.slice(0, MAX_TRANSACTIONS)) {
    const read = await readTransaction(context, id);
    if (read.kind === 'failed') return read;
    const open = rows.filter(({ transactionId }) => transactionId === id).map(openTransfer);
    transfers.push(...(read.transfers ?? open));
  }
  return {
    kind: 'found',
    transfers: transfers.filter((transfer) => matchesSearch(context.config, wanted, transfer)),
    isComplete: history.cutAt === undefined && ids.length <= MAX_TRANSACTIONS,
  };
};

/** In a block that is not solidified yet, as the index says. */
const openTransfer = ({ transactionId, at, from, to, units }: Row): Transfer => ({
  hash: transactionId,
  index: 0,
  from,
  to,
  units,
  blockNumber: 0n,
  at,
  isFinal: false,
});
