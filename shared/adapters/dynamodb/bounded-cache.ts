import { noteLoad } from './noted-loads.ts';

interface Entry<Value> {
  readonly value: Promise<Value>;
  readonly until: number;
  /** From when on somebody who asks has it loaded anew, without waiting. */
  renewFrom: number;
}

/** Where answers are renewed ahead, that is after this share of their time. */
const RENEWED_AFTER = 0.5;

/**
 * Keeps what `load` answered for a while, in this process. Callers that ask at the same time share one load; a
 * failed load and an `undefined` are not kept, so that a retry and a new object are seen at once.
 *
 * With `renewed`, an answer that is still asked for is renewed ahead of its end while the old one is handed out: who
 * asks often never waits for the table. No answer is older than `keptMillis` even then. Where the process sleeps between two requests the renewal may not arrive: then the next one loads
 * as for the first time. A renewal that fails leaves the old answer to its end.
 */
export const boundedCache = <Value>(options: {
  /** What it keeps, one word: see {@link notingLoads}. */
  name: string;
  /** How old an answer may be. */
  keptMillis: number;
  renewed?: boolean;
  /** The oldest entry makes room beyond this many. */
  maxEntries: number;
  /** Milliseconds of any steady clock. */
  now: () => number;
}): ((key: string, load: () => Promise<Value>) => Promise<Value>) => {
  const entries = new Map<string, Entry<Value>>();
  // The age counts from before the load: what it answers may be that old when it arrives.
  const entryOf = (value: Promise<Value>, from: number): Entry<Value> => ({
    value,
    until: from + options.keptMillis,
    renewFrom: options.renewed
      ? from + options.keptMillis * RENEWED_AFTER
      : Number.POSITIVE_INFINITY,
  });
  const put = (key: string, entry: Entry<Value>): void => {
    entries.delete(key);
    entries.set(key, entry);
    if (entries.size <= options.maxEntries) return;
    const oldest = entries.keys().next();
    if (!oldest.done) entries.delete(oldest.value);
  };
  const renew = async (
    key: string,
    known: Entry<Value>,
    load: () => Promise<Value>,
  ): Promise<void> => {
    const from = options.now();
    known.renewFrom = Number.POSITIVE_INFINITY;
    try {
      const value = await load();
      if (entries.get(key) !== known) return;
      if (value === undefined) entries.delete(key);
      else put(key, entryOf(Promise.resolve(value), from));
    } catch {
      // The old answer is still good until its end; who asks then has it loaded and hears what is wrong.
    }
  };
  return async (key, load) => {
    const now = options.now();
    const known = entries.get(key);
    if (known && now < known.until) {
      if (now >= known.renewFrom) void renew(key, known, load);
      return known.value;
    }
    noteLoad(options.name);
    const entry = entryOf(load(), now);
    put(key, entry);
    const forget = () => {
      if (entries.get(key) === entry) entries.delete(key);
    };
    try {
      const value = await entry.value;
      if (value === undefined) forget();
      return value;
    } catch (error) {
      forget();
      throw error;
    }
  };
};
