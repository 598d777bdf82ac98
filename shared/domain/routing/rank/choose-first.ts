import { CURRENCY_EXPONENTS } from '#shared/domain/money/money.ts';
import type { ReadyRequest } from '../constraints/may-take.ts';
import type { HealthView } from '../knowledge.ts';
import type { PreparedChannel } from '../portfolio.ts';
import type { RoutingSettings } from '../routing-settings.ts';

/** Why the first channel is first: it is the best, it was drawn in order to learn, or it is tried after an outage. */
export type First = 'best' | 'exploration' | 'trial';

/** Channels among which exploration draws, the best included. */
const EXPLORED = 3;

export interface FirstOptions {
  readonly channels: readonly PreparedChannel[];
  readonly tiers: Float64Array;
  readonly health: HealthView;
  readonly settings: RoutingSettings;
  readonly random: () => number;
}

/**
 * Lets a small share of small payments try something else than the best channel: one that broke and may have come
 * back, or one of the next best. Moves the chosen one to the front of `order` and tells how likely it was, so that
 * past decisions can be weighed (inverse propensity).
 */
export const chooseFirst = (
  order: number[],
  { channels, tiers, health, settings, random }: FirstOptions,
  { amountMinor, currency, nowMillis }: ReadyRequest,
): { readonly first: First; readonly propensity: number } => {
  const best = order[0];
  if (best === undefined) return { first: 'best', propensity: 1 };
  const scale = 10 ** ((CURRENCY_EXPONENTS[currency as 'CNY'] ?? 2) - 2);
  const trialShare = amountMinor <= settings.trialMaxMinor * scale ? settings.trialShare : 0;
  const trial =
    trialShare > 0
      ? order.findIndex((place) => isDueForTrial(place, { channels, health }, nowMillis))
      : -1;
  const tried = trial > 0 ? trialShare : 0;
  const u = random();
  if (u < tried) {
    toFront(order, trial);
    return { first: 'trial', propensity: tried };
  }
  const share = amountMinor <= settings.explorationMaxMinor * scale ? settings.explorationShare : 0;
  const peers = countPeers(order, tiers);
  if (share === 0 || peers < 2) return { first: 'best', propensity: 1 - tried };
  const each = ((1 - tried) * share) / peers;
  if (u < tried + (1 - tried) * share) {
    const drawn = Math.min(peers - 1, Math.floor((u - tried) / each));
    if (drawn > 0) {
      toFront(order, drawn);
      return { first: 'exploration', propensity: each };
    }
  }
  return { first: 'best', propensity: (1 - tried) * (1 - share) + each };
};

/** Largest payment that is explored, in minor units of a currency. */
const exploredMinor = ({ explorationMaxMinor }: RoutingSettings, currency: string): number =>
  explorationMaxMinor * 10 ** ((CURRENCY_EXPONENTS[currency as 'CNY'] ?? 2) - 2);

/**
 * How likely each place comes first, when no broken channel is due for a trial: the best, and those that exploration
 * draws.
 */
export const probabilitiesOfFirst = (
  order: readonly number[],
  { tiers, settings }: Pick<FirstOptions, 'tiers' | 'settings'>,
  { amountMinor, currency }: Pick<ReadyRequest, 'amountMinor' | 'currency'>,
): ReadonlyMap<number, number> => {
  const [best] = order;
  if (best === undefined) return new Map();
  const share = amountMinor <= exploredMinor(settings, currency) ? settings.explorationShare : 0;
  const peers = countPeers(order, tiers);
  if (share === 0 || peers < 2) return new Map([[best, 1]]);
  return new Map(
    order
      .slice(0, peers)
      .map((place) => [place, share / peers + (place === best ? 1 - share : 0)] as const),
  );
};

/** How many of the first share the tier of the best: only they are drawn. */
const countPeers = (order: readonly number[], tiers: Float64Array): number => {
  let peers = 1;
  while (
    peers < Math.min(EXPLORED, order.length) &&
    tiers[order[peers] as number] === tiers[order[0] as number]
  ) {
    peers += 1;
  }
  return peers;
};

const isDueForTrial = (
  place: number,
  { channels, health }: Pick<FirstOptions, 'channels' | 'health'>,
  now: number,
): boolean =>
  (health.openedAt[place] ?? Number.NaN) <= now &&
  (health.trialsFrom[place] ?? 0) <= now &&
  channels[place]?.probed !== true;

const toFront = (order: number[], at: number): void => {
  const place = order[at] as number;
  order.copyWithin(1, 0, at);
  order[0] = place;
};
