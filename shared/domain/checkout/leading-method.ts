import type { PaymentMethod } from '../channels/channel.ts';
import { compareSteps, ownWallet, type RankedMethod } from './ranked-method.ts';
import { PLACE } from './score-method.ts';
import type { Visitor } from './visitor.ts';

/** So far ahead that another choice would surprise: two places in the shop's own order. */
const CLEAR_GAP = 2 * PLACE;

/**
 * The method that may be started without a tap: the first one, when it is the only one, the wallet of the app that the
 * visitor is in, the only habit of theirs, or far ahead of the next. Never one that failed for this order, that is not
 * well, or that asks something first.
 *
 * @param habits what paid last, of the buyer and on the device
 */
export const leadingMethod = (
  ranking: readonly RankedMethod[],
  visitor: Pick<Visitor, 'device'>,
  habits: readonly (PaymentMethod | undefined)[],
): PaymentMethod | null => {
  const [first, second] = ranking;
  if (!first) return null;
  const { method, failed, health, asksFirst } = first.facts;
  if (failed > 0 || health !== 'well' || asksFirst) return null;
  // Whoever paid in two ways lately may want either.
  const offeredHabits = ranking.filter(({ facts }) => habits.includes(facts.method));
  const isOnlyHabit = offeredHabits.length === 1 && offeredHabits[0] === first;
  const leads =
    !second ||
    method === ownWallet(visitor) ||
    isOnlyHabit ||
    compareSteps(first, second) < 0 ||
    first.score - second.score >= CLEAR_GAP;
  return leads ? method : null;
};
