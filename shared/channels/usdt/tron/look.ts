import { type TronContext, watchedAddresses } from '../config.ts';
import type { Head, LedgerFailure, Look, Transfer } from '../ledger.ts';
import {
  abbreviated,
  firstCursor,
  lookFrom,
  readTronCursor,
  stillReported,
  type TronCursor,
  writeTronCursor,
} from './cursor.ts';
import { readHistory } from './history.ts';
import { readTransaction } from './transaction.ts';

/** Most calls that one look makes: TronGrid counts them by the second and by the day. */
const MAX_CALLS = 30;
const MAX_PAGES = 5;

/** The look as far as it has come. */
interface Progress {
  readonly transfers: Transfer[];
  readonly reported: Map<string, number>;
  calls: number;
  /** What is in the index and not yet in a solidified block: the next look must begin no later. */
  earliestOpen: number;
}

type Stop =
  | { readonly kind: 'done' }
  /** No more calls may be made; `from` is where to go on within the address. */
  | { readonly kind: 'enough'; readonly from: number | undefined }
  | { readonly kind: 'stopped'; readonly failure: LedgerFailure };

/**
 * Looks at one address after the other. What was found before a failure, or before the calls are used up, is reported, and
 * the next look goes on from there.
 */
export const look = async (
  context: TronContext,
  head: Head,
  text: string | undefined,
): Promise<Look | LedgerFailure> => {
  const cursor = readTronCursor(text);
  if (!cursor) return looked(firstCursor(head.at), [], false);
  const addresses = watchedAddresses(context.config);
  const progress: Progress = {
    transfers: [],
    reported: new Map(cursor.reported),
    calls: 0,
    earliestOpen: Number.POSITIVE_INFINITY,
  };
  let { at, from, until } = cursor.pass ?? { at: 0, until: head.at.getTime() };
  for (; at < addresses.length; at += 1, from = undefined) {
    const since = from ?? lookFrom(cursor);
    const stop = await lookAt(context, addresses[at] ?? '', since, progress);
    until = Math.min(until, progress.earliestOpen);
    if (stop.kind === 'done') continue;
    const isFirstStep = at === (cursor.pass?.at ?? 0) && progress.transfers.length === 0;
    if (stop.kind === 'stopped' && isFirstStep) return stop.failure;
    const pass = { at, from: stop.kind === 'enough' ? (stop.from ?? from) : from, until };
    return looked(
      { ...cursor, pass, reported: [...progress.reported] },
      progress.transfers,
      stop.kind === 'enough',
    );
  }
  const over: TronCursor = {
    ...cursor,
    pass: undefined,
    since: Math.max(cursor.start, until),
    reported: [...progress.reported],
  };
  return looked({ ...over, reported: stillReported(over) }, progress.transfers, false);
};

const looked = (cursor: TronCursor, transfers: readonly Transfer[], isBehind: boolean): Look => ({
  kind: 'looked',
  transfers,
  cursor: writeTronCursor(cursor),
  isBehind,
});

const lookAt = async (
  context: TronContext,
  address: string,
  since: number,
  progress: Progress,
): Promise<Stop> => {
  if (progress.calls >= MAX_CALLS) return { kind: 'enough', from: undefined };
  const history = await readHistory(context, {
    address,
    since: new Date(since),
    confirmedOnly: true,
    maxPages: MAX_PAGES,
  });
  if (history.kind === 'failed') return { kind: 'stopped', failure: history };
  progress.calls += history.pages;
  for (const { transactionId, at } of history.rows) {
    const short = abbreviated(transactionId);
    if (progress.reported.has(short)) continue;
    if (progress.calls >= MAX_CALLS) return { kind: 'enough', from: at.getTime() };
    progress.calls += 1;
    const read = await readTransaction(context, transactionId);
    if (read.kind === 'failed') return { kind: 'stopped', failure: read };
    if (!read.transfers) {
      progress.earliestOpen = Math.min(progress.earliestOpen, at.getTime());
      continue;
    }
    progress.reported.set(short, at.getTime());
    progress.transfers.push(...read.transfers);
  }
  return history.cutAt === undefined ? { kind: 'done' } : { kind: 'enough', from: history.cutAt };
};
