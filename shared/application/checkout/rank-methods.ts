import { type PaymentMethod, paymentMethodSchema } from '../../domain/channels/channel.ts';
import type { MethodFacts } from '../../domain/checkout/method-facts.ts';
import { orderMethods } from '../../domain/checkout/order-methods.ts';
import type { RankingCode } from '../../domain/checkout/ranking-reasons.ts';
import { type UnavailableCode, whyUnavailable } from '../../domain/checkout/unavailable-reasons.ts';
import type { Visitor } from '../../domain/checkout/visitor.ts';
import { walletLimit } from '../../domain/checkout/wallet-limits.ts';
import { earlierFailures } from '../../domain/orders/earlier-tries.ts';
import type { Candidate } from '../../domain/routing/candidate.ts';
import { drawing } from '../../domain/routing/rules/split-draws.ts';
import { feeOf } from '../../domain/routing/utility/terms.ts';
import type { OrderAggregate } from '../ports/order-store.ts';
import {
  explainRouted,
  type RoutedPayment,
  type RoutingMoment,
  routeIn,
} from '../routing/route-payment.ts';
import { asksFirst } from './buyer-inputs.ts';
import { routingRequestOf } from './routing-request.ts';
import { routeUnspent, untriedFirst } from './untried-channels.ts';

export interface MethodRanking {
  /** Methods that can be paid with right now, best first. */
  readonly offered: readonly {
    readonly method: PaymentMethod;
    readonly reasons: readonly RankingCode[];
    /** The channels that may take it. */
    readonly usable: readonly Candidate[];
  }[];
  /** It leads so clearly that the page may start it without a tap. */
  readonly leading: PaymentMethod | null;
  /** Methods that the shop has, but not for this order or visitor now. */
  readonly unavailable: readonly {
    readonly method: PaymentMethod;
    readonly code: UnavailableCode;
  }[];
}

/**
 * What this visitor can pay the order with. Asks routing itself, method by method, so that a method is offered exactly
 * when a payment with it could be sent somewhere now. Nothing is drawn, noted or written.
 */
export const rankMethods = (
  moment: RoutingMoment,
  { order, attempts }: Pick<OrderAggregate, 'order' | 'attempts'>,
  { visitor, now }: { readonly visitor: Visitor; readonly now: Date },
): MethodRanking => {
  const quiet = { ...moment, shadow: undefined };
  const offered = new Map<PaymentMethod, { facts: MethodFacts; usable: readonly Candidate[] }>();
  const unavailable: { method: PaymentMethod; code: UnavailableCode }[] = [];
  for (const method of paymentMethodSchema.options) {
    const sellers = sellersOf(moment, method);
    if (sellers.size === 0) continue;
    const wanted = routingRequestOf(order, { ...visitor, method, now });
    const routed = routeUnspent(attempts, wanted, (request) =>
      routeIn(quiet, request, drawing(0.5)),
    );
    const code = obstacleOf(routed, sellers, { method, visitor });
    if (code) unavailable.push({ method, code });
    else offered.set(method, offerOf(routed, attempts));
  }
  const { ranking, leading } = orderMethods(
    [...offered.values()].map(({ facts }) => facts),
    {
      visitor,
      buyersMethod: order.buyer?.preferredMethod,
      begun: attempts.length > 0,
    },
  );
  return {
    offered: ranking.map(({ facts: { method }, reasons }) => ({
      method,
      reasons,
      usable: offered.get(method)?.usable ?? [],
    })),
    leading,
    unavailable,
  };
};

/** Accounts that are switched on and have the method. A method whose accounts are all off is none of the shop's. */
const sellersOf = (
  { decider: { portfolio } }: RoutingMoment,
  method: PaymentMethod,
): ReadonlySet<string> =>
  new Set(
    portfolio.channels
      .filter(
        ({ methods, candidate: { channel } }) =>
          channel.status === 'enabled' && methods.has(method),
      )
      .map(({ id }) => id),
  );

/** Why the method is not offered; `undefined` when it is. */
const obstacleOf = (
  routed: RoutedPayment,
  sellers: ReadonlySet<string>,
  { method, visitor }: { readonly method: PaymentMethod; readonly visitor: Visitor },
): UnavailableCode | undefined => {
  const limit = walletLimit(method, visitor);
  if (routed.order.length > 0) return limit;
  const why = whyUnavailable(
    explainRouted(routed)
      .filter(({ channelId }) => sellers.has(channelId))
      .map(({ reasons }) => reasons.map(({ code }) => code)),
  );
  // Another device is the answer to both, and the limit names it.
  return why === 'not_on_this_device' ? (limit ?? why) : why;
};

/** Success is not what it usually is: nobody is led there without asking. */
const IMPAIRED_BELOW = 0.75;

const offerOf = (
  routed: RoutedPayment,
  attempts: OrderAggregate['attempts'],
): { facts: MethodFacts; usable: readonly Candidate[] } => {
  const { decider, decision, request, channels } = routed;
  const { portfolio, health, knowledge } = decider;
  const { method } = request;
  const known = [...channels.values()];
  const tries = untriedFirst(routed, attempts, method).map((id) => {
    const place = portfolio.indexes.get(id) ?? -1;
    const prepared = portfolio.channels[place] as (typeof portfolio.channels)[number];
    const { channel } = prepared.candidate;
    return { place, prepared, failed: earlierFailures(attempts, { channel, method }, known) };
  });
  const [best] = tries as [(typeof tries)[number], ...typeof tries];
  const usable = tries.map(({ prepared }) => prepared.candidate);
  const openedAt = health.openedAt[best.place] ?? Number.NaN;
  const isImpaired = (health.factors[best.place] ?? 1) < IMPAIRED_BELOW;
  return {
    usable,
    facts: {
      method,
      failed: best.failed,
      place: Math.min(
        ...tries
          .filter(({ failed }) => failed === best.failed)
          .map(({ prepared: { candidate } }) => placeOf(candidate)),
      ),
      success: decision.p[best.place] ?? 0,
      health: openedAt <= request.now.getTime() ? 'broken' : isImpaired ? 'impaired' : 'well',
      seconds: knowledge.snapshot?.channels.find(({ id }) => id === best.prepared.id)?.p50,
      feeMinor: feeOf(best.prepared, Number(request.amount.minor)),
      asksFirst: asksFirst(usable),
    },
  };
};

/** Main channels before backups, then by the merchant's priority. */
const placeOf = ({ channel }: Candidate): number =>
  channel.priority + (channel.role === 'backup' ? 1_000_000 : 0);
