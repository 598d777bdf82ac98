import type { TableUse } from './feature.ts';

/**
 * The transaction that moves an order: order, attempts, journal and outbox in `orders`, the day's cap in
 * `channels`, cards taken or given back in `inventory`.
 */
export const ORDER_WRITES = {
  orders: { verbs: ['Query', 'PutItem', 'UpdateItem', 'DeleteItem', 'ConditionCheckItem'] },
  inventory: { verbs: ['Query', 'GetItem', 'PutItem', 'DeleteItem'] },
} as const satisfies Record<string, TableUse>;

/** Choosing a channel and reserving its cap. */
export const CHANNEL_CHOICE: TableUse = { verbs: ['Query', 'GetItem', 'PutItem', 'UpdateItem'] };
