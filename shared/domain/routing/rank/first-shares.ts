import type { RoutingRequest } from '../candidate.ts';
import { type Decider, type Decision, isForcedTier } from '../decide.ts';
import { drawing, splitDraws } from '../rules/split-draws.ts';
import { type Draws, learningDraws } from './choose-first.ts';
import { priorityShares } from './priority-share.ts';

/** By place in the portfolio: how likely a channel comes first. What is missing to 1 is no channel at all. */
export type Shares = ReadonlyMap<number, number>;

export interface FirstShares {
  /** With the small shares that are drawn in order to learn. */
  readonly first: Shares;
  /** Without them: what rules, utility and weights alone choose. */
  readonly chosen: Shares;
}

/**
 * How likely a decider is to put each channel first for a payment: what a single decision draws, in full. Splits of
 * rules, weights among equal priorities, exploration and trials are all in it.
 */
export const firstShares = (decider: Decider, request: RoutingRequest): FirstShares => {
  const first = new Map<number, number>();
  const chosen = new Map<number, number>();
  const onlyOne = decider.decide(request, drawing(0.5));
  const draws = splitDraws(decider.rules, onlyOne.rules);
  for (const { uniform, share } of draws) {
    const decision = draws.length === 1 ? onlyOne : decider.decide(request, drawing(uniform));
    const alone = sharesAlone(decider, decision);
    addShares(chosen, alone, share);
    addShares(
      first,
      mayLearn(decision, request) ? withDraws(decider, decision, request) : alone,
      share,
    );
  }
  return { first, chosen };
};

/** Nothing is drawn on a second try, nor while an operator says what comes first. */
const mayLearn = ({ by, order, tiers }: Decision, request: RoutingRequest): boolean =>
  by === 'best' &&
  request.triedChannelIds.length === 0 &&
  !isForcedTier(tiers[order[0] ?? -1] ?? 0);

const sharesAlone = ({ portfolio }: Decider, { order, by, tiers }: Decision): Shares => {
  const [best] = order;
  if (best === undefined) return new Map();
  return by === 'best'
    ? new Map([[best, 1]])
    : priorityShares(order, { channels: portfolio.channels, tiers });
};

const withDraws = (
  { portfolio, health, settings }: Decider,
  { order, tiers }: Decision,
  request: RoutingRequest,
): Shares => {
  const draws: Draws = learningDraws(
    order,
    { channels: portfolio.channels, tiers, health, settings },
    {
      amountMinor: Number(request.amount.minor),
      currency: request.amount.currency,
      nowMillis: request.now.getTime(),
    },
  );
  const shares = new Map<number, number>();
  const add = (at: number, share: number): void => {
    const place = order[at];
    if (place !== undefined && share > 0) shares.set(place, (shares.get(place) ?? 0) + share);
  };
  const rest = 1 - draws.trialShare;
  add(draws.trial, draws.trialShare);
  add(0, rest * (1 - draws.exploredShare));
  for (let at = 0; at < draws.peers; at += 1) add(at, (rest * draws.exploredShare) / draws.peers);
  return shares;
};

const addShares = (sum: Map<number, number>, shares: Shares, weight: number): void => {
  for (const [place, share] of shares) sum.set(place, (sum.get(place) ?? 0) + share * weight);
};
