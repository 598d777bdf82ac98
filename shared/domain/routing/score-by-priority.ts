import type { Candidate, RoutableChannel } from './candidate.ts';
import type { Ground } from './finding.ts';
import type { ScoreFunction } from './rank.ts';

/**
 * The merchant's own order: main before backup, lower priority first, then a lot drawn by weight; weight 0 comes
 * last.
 *
 * The lot is -ln(1 - u) / weight with u uniform in [0, 1): the first of n such exponential waiting times is a given
 * channel's with probability weight / sum of weights, and what follows is again a draw by weight among the rest
 * (Efraimidis and Spirakis, "Weighted random sampling with a reservoir", 2006).
 */
export const scoreByPriority: ScoreFunction = ({ channel }, { eligible, random }) => {
  const u = random();
  const lot = channel.weight > 0 ? -Math.log(1 - u) / channel.weight : Number.POSITIVE_INFINITY;
  return {
    order: [channel.role === 'main' ? 0 : 1, channel.priority, lot, u],
    grounds: [
      { code: channel.role === 'main' ? 'main_channel' : 'backup_channel' },
      { code: 'priority', priority: channel.priority },
      shareOf(channel, eligible),
    ],
  };
};

const shareOf = (channel: RoutableChannel, eligible: readonly Candidate[]): Ground => {
  const peers = eligible.filter(
    (other) => other.channel.role === channel.role && other.channel.priority === channel.priority,
  );
  if (peers.length === 1) return { code: 'only_of_its_priority' };
  const totalWeight = peers.reduce((sum, peer) => sum + Math.max(0, peer.channel.weight), 0);
  return channel.weight > 0
    ? { code: 'weight_share', weight: channel.weight, totalWeight }
    : { code: 'weight_zero' };
};
