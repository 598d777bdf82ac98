import type { Tenant } from '../../domain/identity/tenant.ts';
import type { Product } from '../../domain/products/product.ts';
import type { Card } from '../../domain/stock/card.ts';
import type { CardBatch } from '../../domain/stock/card-batch.ts';

/** A product and the first of its free cards, from one strongly consistent query. */
export interface Shelf {
  readonly product: Product;
  /** In the order they are to be sold. */
  readonly cards: readonly Card[];
  /**
   * As many cards as were to be claimed, which no other buyer was pointed at: take exactly these. Absent when none
   * were asked for or there are none to claim; then pick from `cards`.
   */
  readonly claimed?: readonly Card[];
}

/** The side of stock that orders need. */
export interface ShelfReader {
  /**
   * Reads a product with up to `window` free cards of one lane. Lane 0 comes with the product in one call; for
   * other lanes there is a second query.
   *
   * `claim` is for a rush: it points every buyer at so many other cards, at the price of one more write. A claim
   * is a hint and no reservation: a buyer who vanishes leaves the cards free, and only the move into an order
   * decides. It reads lane 0 and claims in any lane.
   */
  readShelf(
    tenant: Tenant,
    productId: string,
    options: { lane: number; window: number; claim?: number },
  ): Promise<Shelf | undefined>;
}

/** One card to store, with the keyed fingerprint that finds duplicates. */
export interface NewCard extends Card {
  /** HMAC-SHA-256 of the card's text under the merchant's fingerprint key, hex. */
  readonly fingerprint: string;
  /** Number of the line in the import, to report duplicates by line. */
  readonly line: number;
}

/** A product's stock as one place of the table: what to add to, what to count. */
export interface StockOf {
  readonly tenant: Tenant;
  readonly productId: string;
}

/** The side of stock that merchants need. */
export interface InventoryStore extends ShelfReader {
  createProduct(product: Product): Promise<void>;
  readProduct(tenant: Tenant, productId: string): Promise<Product | undefined>;
  /**
   * Stores what a merchant can edit. Conditional on the version before; `false` when somebody else was faster.
   * Leaves `lowStockNotified` alone, which sales and imports change.
   */
  updateProduct(product: Product): Promise<boolean>;
  /** Stock was refilled: the next shortage is announced again. */
  clearLowStockNotice(stock: StockOf): Promise<void>;
  /** Newest first. */
  listProducts(
    tenant: Tenant,
    page: { limit: number; startingAfter?: string },
  ): Promise<{ products: Product[]; hasMore: boolean }>;
  /** Creates the batch with `size` places in line, or returns the one that has the name already. */
  openBatch(
    batch: Omit<CardBatch, 'firstSerial'>,
    size: number,
  ): Promise<{ kind: 'opened' | 'exists'; batch: CardBatch }>;
  /** Stores the result of a finished import; repeating it is harmless. */
  closeBatch(batch: CardBatch): Promise<void>;
  /** By the merchant's names, in alphabetical order. */
  listBatches(
    stock: StockOf,
    page: { limit: number; startingAfter?: string },
  ): Promise<{ batches: CardBatch[]; hasMore: boolean }>;
  /**
   * Adds cards that nobody imported before, at most some thousands a call. A card that was added before at the same
   * position counts as added, even if it is sold by now, so that an import that was cut off resumes.
   *
   * @param options `resumed`: an earlier call may have added some of them already; looks before it writes
   * @returns lines whose card was imported before at another position
   */
  addCards(
    stock: StockOf,
    cards: readonly NewCard[],
    options: { resumed: boolean },
  ): Promise<{ duplicateLines: readonly number[] }>;
  /** Positions of all free cards. Reads every one of them: for people, not for every sale. */
  freePositions(stock: StockOf, lanes: number): Promise<string[]>;
  /** Whether at least `count` cards are free. */
  hasFreeCards(stock: StockOf, lanes: number, count: number): Promise<boolean>;
}

/** Counts the cards that unpaid orders hold. */
export interface HoldCounter {
  /** `held`: by orders that can still be paid at `now`. `expired`: by orders whose time is over: they can be sold. */
  countHeld(
    tenant: Tenant,
    productId: string,
    now: Date,
  ): Promise<{ held: number; expired: number }>;
}

/** The secret under which a merchant's cards are fingerprinted. */
export interface FingerprintKeys {
  read(tenant: Tenant): Promise<Uint8Array>;
}

/** Keyed fingerprints: equal texts of one tenant give equal fingerprints, and nobody without the key can guess. */
export interface Fingerprints {
  of(tenant: Tenant): Promise<(text: string) => string>;
}
