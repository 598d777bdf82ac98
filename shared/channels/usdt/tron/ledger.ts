import { z } from 'zod';
import type { TronContext } from '../config.ts';
import { type Head, type Ledger, type LedgerFailure, standstill } from '../ledger.ts';
import { askGrid, millis } from './client.ts';
import { readHistory } from './history.ts';
import { look } from './look.ts';
import { search } from './search.ts';

const blockSchema = z.object({
  block_header: z.object({ raw_data: z.object({ number: z.int(), timestamp: millis }) }),
});

/** The newest solidified block. */
const readHead = async (context: TronContext): Promise<Head | LedgerFailure> => {
  const asked = await askGrid(context, {
    path: 'walletsolidity/getnowblock',
    body: {},
    schema: blockSchema,
  });
  if (asked.kind === 'failed') return asked;
  const { number, timestamp } = asked.answer.block_header.raw_data;
  const at = new Date(timestamp);
  return (
    standstill(context.config, at, context.now) ?? { kind: 'head', number: BigInt(number), at }
  );
};

/** The index has another front than the nodes, and is the one that wants the key. */
const check = async (context: TronContext): Promise<Head | LedgerFailure> => {
  const head = await readHead(context);
  if (head.kind === 'failed') return head;
  const [address = ''] = context.config.addresses;
  const history = await readHistory(context, {
    address,
    since: context.now,
    confirmedOnly: true,
    maxPages: 1,
  });
  return history.kind === 'failed' ? history : head;
};

/** TRON, by TronGrid's interface. */
export const tronLedger = (context: TronContext): Ledger => ({
  look: async (cursor) => {
    const head = await readHead(context);
    return head.kind === 'failed' ? head : look(context, head, cursor);
  },
  search: (wanted) => search(context, wanted),
  check: () => check(context),
});
