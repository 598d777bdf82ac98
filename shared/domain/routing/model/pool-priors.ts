/** What one shop has seen of a provider and method: fading counts. */
export interface PriorShare {
  /** `provider|method`. */
  readonly key: string;
  readonly tries: number;
  readonly paid: number;
}

/** A shop with less experience says nothing about a provider. */
export const MIN_SHARE_TRIES = 50;
/** Fewer shops than this are not enough to hide one among them. */
const MIN_SHOPS = 5;
/** Share of the shops that is left out at either end, at least one. */
const TRIMMED = 0.1;

/** Shares of a shop that are large enough to be pooled. */
export const poolableShares = (shares: readonly PriorShare[]): readonly PriorShare[] =>
  shares.filter(({ tries }) => tries >= MIN_SHARE_TRIES);

/**
 * Success of providers and methods over all shops: what a new shop starts from.
 *
 * No shop can be told from the result. Every shop has one vote, whatever its size; a rate is given only when five shops
 * or more have one; the lowest and the highest are left out; and what remains is rounded to a whole percent. Nothing
 * else of a shop is pooled: its weights, banks, buyers and amounts stay its own.
 */
export const poolPriors = (
  shops: readonly (readonly PriorShare[])[],
): ReadonlyMap<string, number> => {
  const rates = new Map<string, number[]>();
  for (const shares of shops) {
    const own = new Map(poolableShares(shares).map((share) => [share.key, share]));
    for (const { key, tries, paid } of own.values()) {
      rates.set(key, [...(rates.get(key) ?? []), Math.min(1, paid / tries)]);
    }
  }
  const pooled = new Map<string, number>();
  for (const [key, all] of rates) {
    if (all.length < MIN_SHOPS) continue;
    const trimmed = Math.max(1, Math.floor(all.length * TRIMMED));
    const kept = all.toSorted((a, b) => a - b).slice(trimmed, all.length - trimmed);
    const mean = kept.reduce((sum, rate) => sum + rate, 0) / kept.length;
    pooled.set(key, Math.min(0.99, Math.max(0.01, Math.round(mean * 100) / 100)));
  }
  return pooled;
};
