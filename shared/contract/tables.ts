/**
 * The tables and their keys, read by infrastructure (to create them) and by the adapters (to use them).
 * Every table has a partition key `pk`, all but the reply cache a sort key `sk`, both strings, and a TTL attribute
 * `expiresAtSeconds` (housekeeping only: nothing relies on expired items being gone). The reply cache also holds the
 * counters of rate limits: both may be lost without harm.
 */
export interface TableIndex {
  readonly name: string;
  readonly partitionKey: string;
  readonly sortKey: string;
}

export interface TableContract {
  readonly stream: boolean;
  readonly sortKey: boolean;
  readonly indexes: readonly TableIndex[];
}

/** Keys only: an index row is written when an item enters or leaves it, not when the item changes. */
export const ORDER_INDEXES = {
  /** A merchant's orders, newest first: spread over {@link LIST_SHARDS} partitions. */
  list: { name: 'list', partitionKey: 'listKey', sortKey: 'listAt' },
  /** What still needs attention and when: unpaid orders, open attempts, outbox items. Read by the sweeper. */
  work: { name: 'work', partitionKey: 'workKey', sortKey: 'workAt' },
  /** Orders that hold a product's cards, by when the hold ends. Read when a product runs short. */
  holds: { name: 'holds', partitionKey: 'holdKey', sortKey: 'holdUntil' },
} as const satisfies Record<string, TableIndex>;

export const MERCHANT_INDEXES = {
  /** Webhook deliveries to try again, by when. Read by the sweeper. */
  work: { name: 'work', partitionKey: 'workKey', sortKey: 'workAt' },
} as const satisfies Record<string, TableIndex>;

/** Partitions of an index that many orders write at once; a partition takes 1,000 writes a second. */
export const LIST_SHARDS = 8;
export const WORK_SHARDS = 16;
export const HOLD_SHARDS = 8;

export const TABLES = {
  orders: { stream: true, sortKey: true, indexes: Object.values(ORDER_INDEXES) },
  inventory: { stream: false, sortKey: true, indexes: [] },
  channels: { stream: false, sortKey: true, indexes: [] },
  merchants: { stream: false, sortKey: true, indexes: Object.values(MERCHANT_INDEXES) },
  idempotency: { stream: false, sortKey: false, indexes: [] },
} as const satisfies Record<string, TableContract>;

export type TableName = keyof typeof TABLES;
