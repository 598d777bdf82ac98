import type { CardKind } from '../products/product.ts';
import type { CardBatch } from './card-batch.ts';
import { cardSerial } from './card-position.ts';

/** What was counted, a moment apart: the parts need not fit to the last card while a sale is under way. */
export interface StockFacts {
  readonly cardKind: CardKind;
  /** Positions of the free cards, in any order. */
  readonly free: readonly string[];
  readonly batches: readonly Pick<CardBatch, 'firstSerial' | 'state' | 'imported'>[];
  readonly held: number;
  /** Held by orders whose time is over. */
  readonly expired: number;
}

export interface StockCount {
  /** Cards that can be sold now, those of expired reservations included; `undefined` when stock never runs out. */
  readonly available: number | undefined;
  readonly reserved: number;
  /** `undefined` for products whose cards are not used up. */
  readonly sold: number | undefined;
}

/** Turns what was counted into a product's stock. Nothing is ever negative, and endless is never a number. */
export const stockCount = (facts: StockFacts): StockCount => {
  const { cardKind, free, batches, held, expired } = facts;
  if (cardKind === 'manual') return { available: undefined, reserved: 0, sold: undefined };
  if (cardKind === 'loop') {
    return { available: free.length > 0 ? undefined : 0, reserved: 0, sold: undefined };
  }
  const imported = batches.reduce((sum, batch) => sum + batch.imported, 0);
  return {
    available: free.length + expired,
    reserved: held,
    sold: Math.max(0, imported - freeOfImported(facts) - held - expired),
  };
};

/** Free cards of finished imports: how many cards an unfinished one has added is not known. */
const freeOfImported = ({ free, batches }: StockFacts): number => {
  const line = [...batches].sort((a, b) => a.firstSerial - b.firstSerial);
  let count = 0;
  let index = -1;
  for (const serial of free.map(cardSerial).sort((a, b) => a - b)) {
    while (serial >= (line[index + 1]?.firstSerial ?? Number.POSITIVE_INFINITY)) index += 1;
    if (line[index]?.state === 'imported') count += 1;
  }
  return count;
};
