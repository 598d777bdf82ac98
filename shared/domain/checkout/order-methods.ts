import type { PaymentMethod } from '../channels/channel.ts';
import { leadingMethod } from './leading-method.ts';
import type { MethodFacts } from './method-facts.ts';
import { compareSteps, ownWallet, type RankedMethod } from './ranked-method.ts';
import type { RankingCode } from './ranking-reasons.ts';
import { isNamed, type Standards, scoreMethod } from './score-method.ts';
import type { Visitor } from './visitor.ts';

export interface MethodOrder {
  /** Best first. */
  readonly ranking: readonly RankedMethod[];
  /** It leads so clearly that the page may start it without a tap. */
  readonly leading: PaymentMethod | null;
}

/** Whom the order is for. */
export interface OrderedFor {
  readonly visitor: Visitor;
  /** What this buyer paid with last, on any device. */
  readonly buyersMethod?: PaymentMethod | undefined;
  /** A payment of this order was started before: from now on only the buyer starts another. */
  readonly begun: boolean;
}

/** Addresses to copy and numbers to type: for those who want them. */
const MORE_EFFORT: readonly PaymentMethod[] = [
  'usdt_trc20',
  'usdt_erc20',
  'usdt_bep20',
  'carrier_billing',
];

/**
 * Puts the ways to pay in the order in which this visitor most likely wants them. What failed for this order goes last,
 * before that what takes more effort, before that what is broken; the wallet whose app the visitor is in goes first. Among
 * the rest points decide, counted in places of the shop's own order. Equals: the cheaper one for the shop.
 *
 * The same facts give the same order, whatever the order they come in.
 *
 * @param offered each method once
 */
export const orderMethods = (
  offered: readonly MethodFacts[],
  orderedFor: OrderedFor,
): MethodOrder => {
  const { visitor, buyersMethod, begun } = orderedFor;
  const standards = standardsOf(offered);
  const ranking = offered
    .map((facts) => rankMethod(facts, orderedFor, standards))
    .sort(
      (a, b) =>
        compareSteps(a, b) ||
        b.score - a.score ||
        a.facts.feeMinor - b.facts.feeMinor ||
        (a.facts.method < b.facts.method ? -1 : 1),
    );
  const habits = [buyersMethod, visitor.lastMethod];
  return { ranking, leading: begun ? null : leadingMethod(ranking, visitor, habits) };
};

const standardsOf = (offered: readonly MethodFacts[]): Standards => ({
  places: [...new Set(offered.map(({ place }) => place))].sort((a, b) => a - b),
  success: Math.max(0, ...offered.map(({ success }) => success)),
  seconds: Math.min(...offered.map(({ seconds }) => seconds ?? Number.POSITIVE_INFINITY)),
});

const rankMethod = (
  facts: MethodFacts,
  { visitor, buyersMethod }: OrderedFor,
  standards: Standards,
): RankedMethod => {
  const { method, failed, health } = facts;
  const isHabit = method === buyersMethod || method === visitor.lastMethod;
  const steps: readonly { readonly code: RankingCode; readonly step: number }[] = [
    { code: failed === 2 ? 'failed_for_order' : 'may_fail_too', step: failed },
    { code: 'more_effort', step: MORE_EFFORT.includes(method) && !isHabit ? 1 : 0 },
    { code: 'broken_now', step: health === 'broken' ? 1 : 0 },
    { code: 'this_app', step: method === ownWallet(visitor) ? -1 : 0 },
  ];
  const points = scoreMethod(facts, visitor, standards, buyersMethod);
  return {
    facts,
    steps: steps.map(({ step }) => step),
    score: points.reduce((sum, point) => sum + point.points, 0),
    reasons: [
      ...steps.filter(({ step }) => step !== 0),
      ...points.filter(isNamed).toSorted((a, b) => Math.abs(b.points) - Math.abs(a.points)),
    ].map(({ code }) => code),
  };
};
