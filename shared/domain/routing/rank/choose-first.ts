import { CURRENCY_EXPONENTS } from '#shared/domain/money/currency.ts';
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
  options: FirstOptions,
  request: DrawnRequest,
): { readonly first: First; readonly propensity: number } => {
  if (order.length === 0) return { first: 'best', propensity: 1 };
  const { trial, trialShare, peers, exploredShare } = learningDraws(order, options, request);
  const u = options.random();
  if (u < trialShare) {
    toFront(order, trial);
    return { first: 'trial', propensity: trialShare };
  }
  if (exploredShare === 0) return { first: 'best', propensity: 1 - trialShare };
  const each = ((1 - trialShare) * exploredShare) / peers;
  if (u < trialShare + (1 - trialShare) * exploredShare) {
    const drawn = Math.min(peers - 1, Math.floor((u - trialShare) / each));
    if (drawn > 0) {
      toFront(order, drawn);
      return { first: 'exploration', propensity: each };
    }
  }
  return { first: 'best', propensity: (1 - trialShare) * (1 - exploredShare) + each };
};

/** What of a payment decides whether it may be used to learn. */
export type DrawnRequest = Pick<ReadyRequest, 'amountMinor' | 'currency' | 'nowMillis'>;

/** Which channels may come first in order to learn, and for what share of payments. */
export interface Draws {
  /** Where in the order the broken channel is that is due for a trial; -1 when there is none. */
  readonly trial: number;
  readonly trialShare: number;
  /** How many of the first of the order exploration draws from, the best included; never broken ones. */
  readonly peers: number;
  /** Of the payments that are no trial. */
  readonly exploredShare: number;
}

export const learningDraws = (
  order: readonly number[],
  { channels, tiers, health, settings }: Omit<FirstOptions, 'random'>,
  { amountMinor, currency, nowMillis }: DrawnRequest,
): Draws => {
  const scale = 10 ** ((CURRENCY_EXPONENTS[currency as 'CNY'] ?? 2) - 2);
  const mayTry = amountMinor <= settings.trialMaxMinor * scale && settings.trialShare > 0;
  const trial = mayTry
    ? order.findIndex((place) => isDueForTrial(place, { channels, health }, nowMillis))
    : -1;
  const mayExplore = amountMinor <= settings.explorationMaxMinor * scale;
  const [best = -1] = order;
  const isBestBroken = (health.openedAt[best] ?? Number.NaN) <= nowMillis;
  const peers = isBestBroken ? 1 : countPeers(order, tiers);
  return {
    trial,
    trialShare: trial > 0 ? settings.trialShare : 0,
    peers,
    exploredShare: mayExplore && peers >= 2 ? settings.explorationShare : 0,
  };
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
  (channels[place]?.probed !== true || health.proven[place] === 1);

const toFront = (order: number[], at: number): void => {
  const place = order[at] as number;
  order.copyWithin(1, 0, at);
  order[0] = place;
};
