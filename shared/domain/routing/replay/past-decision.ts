import { type Attempt, isAttemptOpen } from '#shared/domain/orders/attempt.ts';
import type { Order } from '#shared/domain/orders/order.ts';
import type { RoutingRequest } from '../candidate.ts';
import type { AttemptRouting } from '../learning/attempt-routing.ts';
import { localTime } from '../rules/local-time.ts';

/** A past first choice, with what was known then and what became of it. */
export interface PastDecision {
  readonly orderId: string;
  readonly attempt: Attempt & { readonly routing: AttemptRouting };
  readonly productId: string;
  readonly quantity: number;
}

/** Why an order says nothing about a draft. */
export const SKIP_REASONS = [
  'not_attempted',
  'not_logged',
  'not_first_choice',
  'still_open',
  'channel_gone',
  'no_channel_left',
] as const;
export type SkipReason = (typeof SKIP_REASONS)[number];

export type PastOrder =
  | { readonly kind: 'decided'; readonly decision: PastDecision }
  | { readonly kind: 'skipped'; readonly reason: SkipReason };

/**
 * The first choice of an order. A second attempt is no decision of its own: the buyer comes back because the first one
 * failed.
 *
 * @param attempts by attempt number
 */
export const pastDecisionOf = (order: Order, attempts: readonly Attempt[]): PastOrder => {
  const [first] = attempts;
  if (!first) return { kind: 'skipped', reason: 'not_attempted' };
  const { routing } = first;
  if (!routing) return { kind: 'skipped', reason: 'not_logged' };
  // What came first had reached its limit: how likely the next one was nobody knows.
  if (routing.rank !== 1) return { kind: 'skipped', reason: 'not_first_choice' };
  if (isAttemptOpen(first)) return { kind: 'skipped', reason: 'still_open' };
  return {
    kind: 'decided',
    decision: {
      orderId: order.id,
      attempt: { ...first, routing },
      productId: order.product.id,
      quantity: order.quantity,
    },
  };
};

export const isPaid = ({ attempt }: PastDecision): boolean => attempt.paidAt !== undefined;

/** The payment as routing saw it. Hours and days are the policy's: a draft may count them in another zone. */
export const requestOf = (
  { attempt, productId, quantity }: PastDecision,
  timeZone: string,
): RoutingRequest => {
  const { region, issuer, riskLevel, paidOrders, preferredChannelId } = attempt.routing;
  const now = new Date(attempt.createdAt);
  return {
    amount: attempt.amount,
    method: attempt.method,
    device: attempt.device,
    now,
    expiresAt: new Date(attempt.expiresAt),
    triedChannelIds: [],
    failedUpstreams: [],
    ...localTime(now, timeZone),
    region,
    issuer,
    riskLevel,
    product: productId,
    quantity,
    buyer: { paidOrders, preferredChannelId },
  };
};
