import { expect, it } from 'vitest';
import { readStoredState } from '../invariants/stored-state.ts';
import { importedCards } from './imported-cards.ts';
import type { Item } from './tables.ts';

const PRODUCT = 'mer_01k00000000000000000000001.test#prod_01k00000000000000000000001';

const fingerprint = (position: string): Item => ({
  pk: `${PRODUCT}#fingerprint#${position.slice(-2)}`,
  sk: position,
  position,
});
const free = (cardId: string, position: string): Item => ({
  pk: `${PRODUCT}#0`,
  sk: `card#${position}`,
  cardId,
  position,
});

it('names a card that is nowhere by its place in line, although its id went with it', () => {
  const itemsOf = (table: string): Item[] =>
    table === 'inventory'
      ? [fingerprint('000000000001'), fingerprint('000000000002'), free('card_a', '000000000001')]
      : [];
  expect(importedCards(itemsOf, readStoredState(itemsOf))).toEqual(
    new Set(['card_a', `the card at ${PRODUCT} 000000000002`]),
  );
});
