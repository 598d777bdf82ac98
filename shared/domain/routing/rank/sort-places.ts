import type { PreparedChannel } from '../portfolio.ts';

/** By what channels of one tier are ordered. */
export interface SortKeys {
  readonly tiers: Float64Array;
  readonly by: 'best' | 'priority';
  readonly utility: Float64Array;
  readonly lots: Float64Array;
  readonly channels: readonly PreparedChannel[];
}

/**
 * Sorts places in place, best first: by tier, then by utility or by the merchant's own order; equals by their place,
 * which is the order of their ids. An insertion sort: portfolios are small and often sorted already.
 */
export const sortPlaces = (order: number[], keys: SortKeys): void => {
  for (let at = 1; at < order.length; at += 1) {
    const place = order[at] as number;
    let before = at - 1;
    while (before >= 0 && comesFirst(place, order[before] as number, keys)) {
      order[before + 1] = order[before] as number;
      before -= 1;
    }
    order[before + 1] = place;
  }
};

const comesFirst = (a: number, b: number, keys: SortKeys): boolean => {
  const tier = (keys.tiers[a] ?? 0) - (keys.tiers[b] ?? 0);
  if (tier !== 0) return tier < 0;
  if (keys.by === 'best') return (keys.utility[a] ?? 0) > (keys.utility[b] ?? 0);
  const first = keys.channels[a]?.candidate.channel.priority ?? 0;
  const second = keys.channels[b]?.candidate.channel.priority ?? 0;
  return first === second ? (keys.lots[a] ?? 0) < (keys.lots[b] ?? 0) : first < second;
};
