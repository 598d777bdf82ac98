import type { Invariant } from './invariants.ts';
import type { StoredOrder } from './stored-state.ts';

/** I1, and that no card appears or vanishes. */
export const cards: Invariant = ({ state: { orders, freeCards }, importedCards }) => {
  const unique = orders.filter(({ order }) => order.product.cardKind === 'unique');
  const reusable = new Set(
    orders
      .filter(({ order }) => order.product.cardKind === 'loop')
      .flatMap((stored) => stored.cards.map(({ cardId }) => cardId)),
  );
  const places = new Map<string, string[]>();
  const put = (card: string, place: string) =>
    places.set(card, [...(places.get(card) ?? []), place]);
  for (const card of freeCards) put(card, 'the shelf');
  for (const { order, cards: held } of unique) for (const { cardId } of held) put(cardId, order.id);
  return [
    ...[...places].flatMap(([card, where]) =>
      where.length > 1 ? [`${card} is in ${where.join(' and ')}`] : [],
    ),
    ...[...importedCards].flatMap((card) =>
      places.has(card) || reusable.has(card) ? [] : [`${card} is nowhere`],
    ),
    ...unique.flatMap(wrongQuantity),
    ...orders.flatMap(emptyHands),
  ];
};

const wrongQuantity = ({ order, cards: held }: StoredOrder): string[] => {
  const holds = order.reservation !== 'released' && order.reservation !== 'none';
  return held.length === (holds ? order.quantity : 0)
    ? []
    : [`${order.id} (${order.state}, ${order.reservation}) holds ${held.length} cards`];
};

const emptyHands = ({ order, cards: held, hasContent }: StoredOrder): string[] =>
  order.deliveredAt !== undefined && held.length === 0 && !hasContent
    ? [`${order.id} is delivered and has nothing`]
    : [];
