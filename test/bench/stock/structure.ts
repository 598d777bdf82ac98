import type { Order } from '#shared/domain/orders/order.ts';
import type { Product } from '#shared/domain/products/product.ts';
import type { Card } from '#shared/domain/stock/card.ts';

export type Bought =
  /** The cards that went into the order. */
  | { readonly kind: 'sold'; readonly cards: readonly Card[] }
  /** Lost every round to other buyers while there was stock: the buyer reads "try again". */
  | { readonly kind: 'gave_up' }
  | { readonly kind: 'sold_out' };

/** One way to keep a product's cards in DynamoDB, reduced to what a sale needs. */
export interface StockStructure {
  readonly name: string;
  /** Puts cards on the shelf, in the order they are to be sold. */
  fill(product: Product, cards: readonly Card[]): Promise<void>;
  /** Makes one buyer: a process of its own, with nothing but the table to share. */
  buyer(product: Product): (order: Order) => Promise<Bought>;
}
