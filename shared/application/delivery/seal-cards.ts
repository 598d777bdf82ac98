import type { Product } from '../../domain/products/product.ts';
import { cardPosition } from '../../domain/stock/card-position.ts';
import type { NewCard } from '../ports/inventory-store.ts';
import type { Runtime } from '../ports/runtime.ts';
import type { DataKey } from '../ports/sealer.ts';

export interface CardSealing {
  readonly dataKey: DataKey;
  readonly fingerprint: (text: string) => string;
  readonly newId: Runtime['newId'];
}

export interface CardSlice {
  readonly product: Product;
  readonly batchKey: string;
  readonly cards: readonly { readonly line: number; readonly value: string }[];
  /** How many cards of the batch come before this slice. */
  readonly start: number;
}

/** Turns plain cards into what may be stored. Lanes are dealt in turn, so that they stay equally long. */
export const sealCards = (
  { dataKey, fingerprint, newId }: CardSealing,
  { product, batchKey, cards, start }: CardSlice,
): NewCard[] =>
  cards.map(({ line, value }, index) => {
    const cardId = newId('card');
    return {
      cardId,
      lane: (start + index) % product.stockLanes,
      position: cardPosition(batchKey, line),
      sealed: dataKey.seal(value, {
        merchantId: product.tenant.merchantId,
        kind: 'card',
        id: cardId,
      }),
      fingerprint: fingerprint(value),
      line,
    };
  });
