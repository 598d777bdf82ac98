import type { EvmContext } from '../config.ts';
import type { Ledger } from '../ledger.ts';
import { check } from './check.ts';
import { look } from './look.ts';
import { search } from './search.ts';

/** A chain of Ethereum's kind, by the JSON-RPC interface of a node. */
export const evmLedger = (context: EvmContext): Ledger => ({
  look: (cursor) => look(context, cursor),
  search: (wanted) => search(context, wanted),
  check: () => check(context),
});
