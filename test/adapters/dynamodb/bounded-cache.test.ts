import { describe, expect, test } from 'vitest';
import { boundedCache } from '#shared/adapters/dynamodb/bounded-cache.ts';

const KEPT = 1_000;

const aCache = () => {
  const clock = { now: 0 };
  const cache = boundedCache<string | undefined>({
    name: 'words',
    keptMillis: KEPT,
    renewed: true,
    maxEntries: 2,
    now: () => clock.now,
  });
  const loads: PromiseWithResolvers<string | undefined>[] = [];
  const get = (key = 'a') =>
    cache(key, () => {
      const load = Promise.withResolvers<string | undefined>();
      loads.push(load);
      return load.promise;
    });
  /** Answers the load that was started last, and lets everybody hear of it. */
  const answer = async (value: string | undefined) => {
    loads.at(-1)?.resolve(value);
    await new Promise(setImmediate);
  };
  const fail = async () => {
    loads.at(-1)?.reject(new Error('throttled'));
    await new Promise(setImmediate);
  };
  /** A cache that has loaded `old` at time 0. */
  const loaded = async () => {
    const first = get();
    await answer('old');
    return first;
  };
  return { clock, loads, get, answer, fail, loaded };
};

describe('an answer', () => {
  test('is loaded once for all who ask at the same time', async () => {
    const { get, answer, loads } = aCache();
    const both = Promise.all([get(), get()]);
    await answer('old');
    expect(await both).toEqual(['old', 'old']);
    expect(loads).toHaveLength(1);
  });

  test('is handed out unasked in the first half of its time', async () => {
    const { clock, get, loaded, loads } = aCache();
    await loaded();
    clock.now = KEPT / 2 - 1;
    expect(await get()).toBe('old');
    expect(loads).toHaveLength(1);
  });

  test('is renewed in the second half, once, while the old one is handed out', async () => {
    const { clock, get, answer, loaded, loads } = aCache();
    await loaded();
    clock.now = KEPT / 2;
    expect(await Promise.all([get(), get()])).toEqual(['old', 'old']);
    expect(loads).toHaveLength(2);
    clock.now = KEPT - 1;
    await answer('new');
    expect(await get()).toBe('new');
    clock.now = KEPT + KEPT / 2 - 1;
    expect(await get()).toBe('new');
  });

  test('is never older than its time, counted from before its load', async () => {
    const { clock, get, answer, loaded, loads } = aCache();
    await loaded();
    clock.now = KEPT / 2;
    await get();
    clock.now = KEPT + KEPT / 2 - 1;
    await answer('late');
    clock.now = KEPT + KEPT / 2;
    const next = get();
    expect(loads).toHaveLength(3);
    await answer('newest');
    expect(await next).toBe('newest');
  });

  test('that a renewal brings after the end of the old one does not replace what was loaded meanwhile', async () => {
    const { clock, get, answer, loaded, loads } = aCache();
    await loaded();
    clock.now = KEPT / 2;
    await get();
    const renewal = loads[1];
    clock.now = KEPT;
    const next = get();
    await answer('newest');
    renewal?.resolve('slow');
    await new Promise(setImmediate);
    expect(await next).toBe('newest');
    expect(await get()).toBe('newest');
  });

  test('stays to its end when its renewal fails; then the failure is heard', async () => {
    const { clock, get, fail, loaded, loads } = aCache();
    await loaded();
    clock.now = KEPT / 2;
    await get();
    await fail();
    clock.now = KEPT - 1;
    expect(await get()).toBe('old');
    expect(loads).toHaveLength(2);
    clock.now = KEPT;
    const next = expect(get()).rejects.toThrow('throttled');
    await fail();
    await next;
  });

  test('that is gone when it is renewed is asked for again at once', async () => {
    const { clock, get, answer, loaded, loads } = aCache();
    await loaded();
    clock.now = KEPT / 2;
    await get();
    await answer(undefined);
    const next = get();
    expect(loads).toHaveLength(3);
    await answer('back');
    expect(await next).toBe('back');
  });

  test('makes room when there are too many', async () => {
    const { get, answer, loads } = aCache();
    for (const key of ['a', 'b', 'c']) {
      const asked = get(key);
      await answer(key);
      await asked;
    }
    expect(await get('b')).toBe('b');
    expect(loads).toHaveLength(3);
    void get('a');
    expect(loads).toHaveLength(4);
    await answer('a');
  });
});
