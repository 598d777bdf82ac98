import type { OrderDecision } from '../../domain/orders/decision.ts';
import type { Card } from '../../domain/stock/card.ts';
import type { Sealed } from '../../domain/stock/sealed.ts';
import type { CardMove, OrderAggregate } from '../ports/order-store.ts';

/** A decision that changes the order. */
export type Change = Extract<OrderDecision, { kind: 'change' }>;

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

/** The order with all that belongs to it, as it is once the decision is recorded. */
export const afterChange = (
  before: OrderAggregate,
  decision: Change,
  found: readonly Card[],
  manualContent: Sealed | undefined,
): OrderAggregate => {
  const changed = new Map(decision.attempts.map((attempt) => [attempt.id, attempt]));
  const known = new Set(before.attempts.map(({ id }) => id));
  return {
    order: decision.order,
    attempts: [
      ...before.attempts.map((attempt) => changed.get(attempt.id) ?? attempt),
      ...decision.attempts.filter(({ id }) => !known.has(id)),
    ],
    cards: decision.cards === 'take' ? found : decision.cards === 'give_back' ? [] : before.cards,
    manualContent: manualContent ?? before.manualContent,
  };
};
