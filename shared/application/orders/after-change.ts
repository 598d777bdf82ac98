import type { OrderChanged } from '../../domain/orders/decision.ts';
import type { Order } from '../../domain/orders/order.ts';
import type { Card } from '../../domain/stock/card.ts';
import type { Sealed } from '../../domain/stock/sealed.ts';
import type { CardMove, OrderAggregate, OrderChange } from '../ports/order-store.ts';

/** A decision that changes the order. */
export type Change = OrderChanged;

/** What the decision does to cards, in the words of the store. */
export const cardMove = (
  { order, cards }: OrderAggregate,
  decision: Change,
  found: readonly Card[],
): CardMove | undefined => {
  const loop = order.product.cardKind === 'loop';
  switch (decision.cards) {
    case 'keep':
      return undefined;
    case 'take':
      return { kind: loop ? 'copy' : 'take', cards: found };
    case 'give_back':
      return loop ? { kind: 'drop_copies' } : { kind: 'give_back', cards };
  }
};

/** Whether an order begins or ends to wait for cards by the change. */
export const waitOf = (before: Order, after: Order): OrderChange['wait'] => {
  const waited = before.state === 'awaiting_stock';
  const waits = after.state === 'awaiting_stock';
  return waited === waits ? undefined : { kind: waits ? 'begins' : 'ends', units: after.quantity };
};

const merged = <Item extends { readonly id: string }>(
  known: readonly Item[],
  changes: readonly Item[],
): Item[] => [
  ...known.map((item) => changes.find(({ id }) => id === item.id) ?? item),
  ...changes.filter((change) => !known.some(({ id }) => id === change.id)),
];

/** The order with all that belongs to it, as it is once the decision is recorded. */
export const afterChange = (
  before: OrderAggregate,
  decision: Change,
  found: readonly Card[],
  manualContent: Sealed | undefined,
): OrderAggregate => ({
  order: decision.order,
  attempts: merged(before.attempts, decision.attempts),
  refunds: merged(before.refunds, decision.refunds),
  cards: decision.cards === 'take' ? found : decision.cards === 'give_back' ? [] : before.cards,
  manualContent: manualContent ?? before.manualContent,
});
