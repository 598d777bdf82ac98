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
  /** Number in line of the first card of the slice. */
  readonly firstSerial: number;
  readonly cards: readonly { readonly line: number; readonly value: string }[];
}

/** Turns plain cards into what may be stored. Lanes are dealt in turn, so that they stay equally long. */
export const sealCards = (
  { dataKey, fingerprint, newId }: CardSealing,
  { product, firstSerial, cards }: CardSlice,
): NewCard[] =>
  cards.map(({ line, value }, index) => {
    const cardId = newId('card');
    const serial = firstSerial + index;
    return {
      cardId,
      lane: serial % product.stockLanes,
      position: cardPosition(serial),
      sealed: dataKey.seal(value, {
        merchantId: product.tenant.merchantId,
        kind: 'card',
        id: cardId,
      }),
      fingerprint: fingerprint(value),
      line,
    };
  });
