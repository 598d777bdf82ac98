import { noteLoad } from './noted-loads.ts';

interface Entry<Value> {
  readonly value: Promise<Value>;
  readonly until: number;
}

/**
 * Keeps what `load` answered for a while, in this process. Callers that ask at the same time share one load; a
 * failed load and an `undefined` are not kept, so that a retry and a new object are seen at once.
 */
export const boundedCache = <Value>(options: {
  /** What it keeps, one word: see {@link notingLoads}. */
  name: string;
  /** How old an answer may be. */
  keptMillis: number;
  /** The oldest entry makes room beyond this many. */
  maxEntries: number;
  /** Milliseconds of any steady clock. */
  now: () => number;
}): ((key: string, load: () => Promise<Value>) => Promise<Value>) => {
  const entries = new Map<string, Entry<Value>>();
  return async (key, load) => {
    const now = options.now();
    const known = entries.get(key);
    if (known && now < known.until) return known.value;
    noteLoad(options.name);
    // The age counts from before the load: what it answers may be that old when it arrives.
    const entry = { value: load(), until: now + options.keptMillis };
    entries.delete(key);
    entries.set(key, entry);
    if (entries.size > options.maxEntries) {
      const oldest = entries.keys().next();
      if (!oldest.done) entries.delete(oldest.value);
    }
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
