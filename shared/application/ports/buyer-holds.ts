import type { StockOf } from './inventory-store.ts';

/** One unpaid order as a buyer's mark remembers it. */
export interface RememberedHold {
  readonly orderId: string;
  readonly units: number;
  readonly until: string;
}

/** What a mark remembers of one product: orders that were paid or have expired may still be among them. */
export interface BuyerHolds {
  /** Sum of the units of `holds`. */
  readonly units: number;
  readonly holds: readonly RememberedHold[];
}

/** Adds a new order to what a buyer's mark holds; refused when the mark holds more than `room` already. */
export interface HoldNote {
  /** Hash of the mark. */
  readonly mark: string;
  readonly hold: RememberedHold;
  /** An order beside no other is always let in: its size is the product's business. */
  readonly room: number;
}

export interface BuyerHoldStore {
  readHolds(stock: StockOf, mark: string): Promise<BuyerHolds | undefined>;
  /** Forgets what is over. Conditional on the holds that were read; `false` when an order came in between. */
  replaceHolds(
    stock: StockOf,
    mark: string,
    change: { before: BuyerHolds; holds: readonly RememberedHold[] },
  ): Promise<boolean>;
}
