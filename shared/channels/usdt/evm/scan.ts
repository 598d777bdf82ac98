import type { ProviderHttp } from '../../../application/ports/provider-http.ts';
import type { EvmContext } from '../config.ts';
import { failed, type LedgerFailure, type Transfer } from '../ledger.ts';
import type { Block } from './chain.ts';
import { type Range, readTransfers } from './read-transfers.ts';

/** Most ranges that one look or one search asks for. */
const MAX_RANGES = 12;
const DEFAULT_RANGE = 1_000;

/** The largest range that a node was seen to take, so that each process finds it out once. */
const rangesTaken = new WeakMap<ProviderHttp, Map<string, bigint>>();

export const rangesOf = ({ config, http }: EvmContext) => {
  const known = rangesTaken.get(http) ?? new Map<string, bigint>();
  rangesTaken.set(http, known);
  const { url, maxBlockRange = DEFAULT_RANGE } = config.rpc;
  const wanted = BigInt(maxBlockRange);
  return {
    size: (): bigint => {
      const taken = known.get(url) ?? wanted;
      return taken < wanted ? taken : wanted;
    },
    /** @returns whether it can be smaller still */
    halve: (): boolean => {
      const size = known.get(url) ?? wanted;
      if (size <= 1n) return false;
      known.set(url, size / 2n);
      return true;
    },
  };
};

export interface Scan {
  readonly transfers: readonly Transfer[];
  /** The last block that was read; absent: none. */
  readonly last?: Block;
  readonly failure?: LedgerFailure;
}

/** Reads blocks in ranges that the node takes, as many as one call may cost. What was read before a failure counts. */
export const scan = async (context: EvmContext, whole: Range): Promise<Scan> => {
  const ranges = rangesOf(context);
  const transfers: Transfer[] = [];
  let last: Block | undefined;
  let from = whole.from;
  for (let asked = 0; asked < MAX_RANGES && from <= whole.to; asked += 1) {
    const end = from + ranges.size() - 1n;
    const read = await readTransfers(context, {
      ...whole,
      from,
      to: end < whole.to ? end : whole.to,
    });
    if (read.kind === 'too_large' && ranges.halve()) continue;
    if (read.kind !== 'read')
      return { transfers, last, failure: read.kind === 'failed' ? read : failed(read.detail) };
    transfers.push(...read.transfers);
    last = read.last;
    from = last.number + 1n;
  }
  return { transfers, last };
};
