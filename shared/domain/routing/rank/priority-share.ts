import type { PreparedChannel } from '../portfolio.ts';

/** What the draw by weight looks at. */
export interface DrawnByWeight {
  readonly channels: readonly PreparedChannel[];
  readonly tiers: Float64Array;
}

/**
 * How likely each place comes first where the merchant's own order decides: channels of the best tier and priority are
 * drawn by weight, see `priorityLot`. Those of weight 0 come first only among themselves, each as likely as the others.
 *
 * @param order as it was sorted: channels that are drawn among each other stand together
 */
export const priorityShares = (
  order: readonly number[],
  drawn: DrawnByWeight,
): ReadonlyMap<number, number> => {
  const peers = peersOf(order, drawn);
  const total = peers.reduce((sum, place) => sum + weightOf(drawn, place), 0);
  return new Map(
    peers
      .map(
        (place) => [place, total > 0 ? weightOf(drawn, place) / total : 1 / peers.length] as const,
      )
      .filter(([, share]) => share > 0),
  );
};

/** How likely it was that the first of an order came first; 1 when there is no other to draw. */
export const shareOfFirst = (order: readonly number[], drawn: DrawnByWeight): number =>
  priorityShares(order, drawn).get(order[0] ?? -1) ?? 1;

const peersOf = (order: readonly number[], { channels, tiers }: DrawnByWeight): number[] => {
  const [first] = order;
  if (first === undefined) return [];
  const priority = channels[first]?.candidate.channel.priority;
  return order.filter(
    (place) =>
      tiers[place] === tiers[first] && channels[place]?.candidate.channel.priority === priority,
  );
};

const weightOf = ({ channels }: DrawnByWeight, place: number): number =>
  channels[place]?.candidate.channel.weight ?? 0;
