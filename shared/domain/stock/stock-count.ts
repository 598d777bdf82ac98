import type { CardKind } from '../products/product.ts';

/** What was counted, a moment apart: the parts need not fit to the last card while a sale is under way. */
export interface StockFacts {
  readonly cardKind: CardKind;
  /** Free cards of finished imports, and of imports that are not finished. */
  readonly freeOfImported: number;
  readonly freeOfImporting: number;
  /** Cards that finished imports added. */
  readonly imported: number;
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
  const { cardKind, freeOfImported, freeOfImporting, imported, held, expired } = facts;
  if (cardKind === 'manual') return { available: undefined, reserved: 0, sold: undefined };
  const free = freeOfImported + freeOfImporting;
  if (cardKind === 'loop') {
    return { available: free > 0 ? undefined : 0, reserved: 0, sold: undefined };
  }
  return {
    available: free + expired,
    reserved: held,
    sold: Math.max(0, imported - freeOfImported - held - expired),
  };
};
