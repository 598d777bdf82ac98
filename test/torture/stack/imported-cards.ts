import type { ItemsOf, StoredState } from '../invariants/stored-state.ts';

const FINGERPRINT = /^(.+)#fingerprint#[0-9a-f]{2}$/;

/**
 * Ids of all cards that were ever imported. Every import leaves a card's fingerprint with its place in line for ever,
 * so a card that is nowhere is found by its place; it goes by that, because its id went with it.
 */
export const importedCards = (itemsOf: ItemsOf, { orders }: StoredState): Set<string> => {
  const ids = new Map<string, string>();
  for (const { pk, sk, cardId, position } of itemsOf('inventory'))
    if (String(sk).startsWith('card#'))
      ids.set(placeOf(String(pk).replace(/#\d+$/, ''), String(position)), String(cardId));
  for (const { order, cards } of orders)
    for (const { cardId, position } of cards)
      ids.set(
        placeOf(`${order.tenant.merchantId}.${order.tenant.mode}#${order.product.id}`, position),
        cardId,
      );
  return new Set(
    itemsOf('inventory').flatMap(({ pk, position }) => {
      const product = FINGERPRINT.exec(String(pk))?.[1];
      if (product === undefined) return [];
      const place = placeOf(product, String(position));
      return [ids.get(place) ?? `the card at ${place}`];
    }),
  );
};

const placeOf = (product: string, position: string): string => `${product} ${position}`;
