import type { StoredOrder, StoredState } from '../invariants/stored-state.ts';

/** So many stories are told; the others are mostly the same. */
const MOST_TOLD = 3;
/** An order and everything numbered inside it share these characters. */
const SUBJECT = /[0-7][0-9a-hjkmnp-tv-z]{23}(?=[0-9a-hjkmnp-tv-z]{2})/g;

/** The timelines of the orders that the violations name. */
export const storiesOf = (violations: readonly string[], { orders }: StoredState): string[] => {
  const named = new Set(violations.flatMap((text) => text.match(SUBJECT) ?? []));
  return orders
    .filter(({ order }) => named.has(order.id.slice('ord_'.length, -2)))
    .slice(0, MOST_TOLD)
    .flatMap(storyOf);
};

const storyOf = ({ order, attempts, refunds }: StoredOrder): string[] => [
  `${order.id}: ${order.product.cardKind}, ${order.state}, cards ${order.reservation}`,
  ...order.timeline.map(
    ({ sequence, at, what, actor, attemptId = '', refundId = '', detail = '' }) =>
      `  ${sequence} ${at} ${what} by ${actor} ${attemptId}${refundId} ${detail}`,
  ),
  ...attempts.map(
    ({ id, channelId, state, paidAmount, queryCount }) =>
      `  ${id} at ${channelId}: ${state}, paid ${paidAmount?.minor}, asked ${queryCount} times`,
  ),
  ...refunds.map(
    ({ id, state, amount, askedCount, detail = '' }) =>
      `  ${id}: ${state}, ${amount.minor}, asked ${askedCount} times ${detail}`,
  ),
];
