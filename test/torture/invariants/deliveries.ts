import type { Invariant } from './invariants.ts';

/** I3: what is delivered was paid at a provider, with what the policy takes for the price, or a person vouched for it. */
export const deliveries: Invariant = ({
  state: { orders },
  payments,
  completedByHand,
  toleranceBasisPoints,
}) =>
  orders.flatMap(({ order, attempts }) => {
    if (order.deliveredAt === undefined || completedByHand.has(order.id)) return [];
    const price = Number(order.amount.minor);
    const least = price - Math.floor((price * toleranceBasisPoints) / 10_000);
    const paid = payments
      .filter(({ orderNumber }) => attempts.some(({ id }) => id.endsWith(orderNumber)))
      .map(({ paidMinor }) => paidMinor);
    const most = Math.max(0, ...paid);
    return most >= least ? [] : [`${order.id} is delivered for ${most} of ${price}`];
  });
