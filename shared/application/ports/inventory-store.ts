import type { Tenant } from '../../domain/identity/tenant.ts';
import type { Product } from '../../domain/products/product.ts';
import type { Card } from '../../domain/stock/card.ts';

/** A product and the first of its free cards, from one strongly consistent query. */
export interface Shelf {
  readonly product: Product;
  /** In the order they are to be sold. */
  readonly cards: readonly Card[];
}

/** The side of stock that orders need. */
export interface ShelfReader {
  /**
   * Reads a product with up to `window` free cards of one lane. Lane 0 comes with the product in one call; for
   * other lanes there is a second query.
   */
  readShelf(
    tenant: Tenant,
    productId: string,
    options: { lane: number; window: number },
  ): Promise<Shelf | undefined>;
}

/** One card to store, with the keyed fingerprint that finds duplicates. */
export interface NewCard extends Card {
  /** HMAC-SHA-256 of the card's text under the merchant's fingerprint key, hex. */
  readonly fingerprint: string;
  /** Index of the line in the import, to report duplicates by line. */
  readonly line: number;
}

export interface CardBatch {
  /** The merchant's own name of the batch; importing it again gives the same answer. */
  readonly batchId: string;
  readonly tenant: Tenant;
  readonly productId: string;
  /** Sortable position prefix: batches sell in the order of their first import call. */
  readonly key: string;
  /** Keyed digest of the content, to tell a repetition from a reuse of the name. */
  readonly digest: string;
  readonly state: 'importing' | 'imported';
  readonly imported: number;
  /** Lines that were not imported, with the reason. */
  readonly rejected: readonly { line: number; reason: string }[];
  readonly createdAt: string;
}

export interface StockCount {
  /** Cards that can be sold now, those of expired reservations included. */
  readonly available: number;
  readonly reserved: number;
}

/** The side of stock that merchants need. */
export interface InventoryStore extends ShelfReader {
  createProduct(product: Product): Promise<void>;
  readProduct(tenant: Tenant, productId: string): Promise<Product | undefined>;
  /** Conditional on the version before; `false` when somebody else was faster. */
  updateProduct(product: Product): Promise<boolean>;
  listProducts(
    tenant: Tenant,
    page: { limit: number; startingAfter?: string },
  ): Promise<{ products: Product[]; hasMore: boolean }>;
  /** Creates the batch or returns the one that has the name already. */
  openBatch(batch: CardBatch): Promise<{ kind: 'opened' | 'exists'; batch: CardBatch }>;
  closeBatch(batch: CardBatch): Promise<void>;
  listBatches(tenant: Tenant, productId: string): Promise<CardBatch[]>;
  /**
   * Adds cards that nobody imported before. A card of the same batch and line that is there already counts as
   * added (an import that was cut off resumes). Returns the lines whose card exists under another batch or line.
   */
  addCards(
    tenant: Tenant,
    productId: string,
    cards: readonly NewCard[],
  ): Promise<{ duplicates: { line: number; batchKey: string }[] }>;
  countFreeCards(tenant: Tenant, productId: string, lanes: number): Promise<number>;
}
