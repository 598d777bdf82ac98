import type { Card } from './card.ts';

export interface CardChoice {
  /** Free cards in the order they are to be sold. */
  readonly cards: readonly Card[];
  readonly quantity: number;
  /** Others buy the same product at this moment. */
  readonly contended: boolean;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

/**
 * Chooses the cards of one order, in the order they stand on the shelf.
 *
 * Calm: the first ones, strictly first in, first out. Contended: at random among all that were read, because two
 * buyers who both take the first one collide and one of them has to start again; the first cards are still sold
 * within the width of the window.
 *
 * @throws RangeError when there are fewer cards than asked for
 */
export const pickCards = ({ cards, quantity, contended, random }: CardChoice): readonly Card[] => {
  if (!Number.isInteger(quantity) || quantity < 1 || quantity > cards.length) {
    throw new RangeError(`cannot pick ${quantity} of ${cards.length} cards`);
  }
  if (!contended) return cards.slice(0, quantity);
  // Selection sampling (Knuth, algorithm S): every subset is equally likely and the order is kept.
  const chosen: Card[] = [];
  for (const [index, card] of cards.entries()) {
    const needed = quantity - chosen.length;
    if (needed === 0) break;
    if (random() * (cards.length - index) < needed) chosen.push(card);
  }
  return chosen;
};
