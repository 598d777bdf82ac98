import { AsyncLocalStorage } from 'node:async_hooks';

const noted = new AsyncLocalStorage<Set<string>>();

/**
 * Runs `work` and adds to `loads` the names of the caches that had nothing fresh enough for it, so that a step that
 * went by memory can be told from one that read tables. One that waited for another's load is not among them.
 */
export const notingLoads = <Value>(
  loads: Set<string>,
  work: () => Promise<Value>,
): Promise<Value> => noted.run(loads, work);

/** A cache is about to load. */
export const noteLoad = (name: string): void => {
  noted.getStore()?.add(name);
};
