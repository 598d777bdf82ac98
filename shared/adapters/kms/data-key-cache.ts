import type { KeyObject } from 'node:crypto';

const MAX_AGE_MILLIS = 5 * 60_000;
const MAX_KEYS = 256;

interface CachedKey {
  readonly key: Promise<KeyObject>;
  readonly until: number;
}

/**
 * Opened data keys, kept for five minutes at most and 256 at a time: a run of sales from one import batch asks KMS
 * once. Callers that miss at the same moment share one call; a failed call is forgotten at once.
 */
export const dataKeyCache = (
  unwrap: (wrappedKey: Uint8Array) => Promise<KeyObject>,
  nowMillis: () => number,
): ((wrappedKey: Uint8Array) => Promise<KeyObject>) => {
  const keys = new Map<string, CachedKey>();
  return (wrappedKey) => {
    const name = Buffer.from(wrappedKey).toString('base64');
    const cached = keys.get(name);
    if (cached && cached.until > nowMillis()) return cached.key;
    const key = unwrap(wrappedKey);
    keys.delete(name);
    keys.set(name, { key, until: nowMillis() + MAX_AGE_MILLIS });
    const [oldest] = keys.keys();
    if (keys.size > MAX_KEYS && oldest !== undefined) keys.delete(oldest);
    key.catch(() => {
      if (keys.get(name)?.key === key) keys.delete(name);
    });
    return key;
  };
};
