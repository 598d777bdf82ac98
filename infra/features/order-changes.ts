import { ORDER_INDEXES } from '#shared/contract/tables.ts';
import type { TableUse } from './feature.ts';

/**
 * What changing an order takes: the order with its attempts, cards, outbox and traces; cards taken from the shelf or
 * given back, overdue holds ended when the shelf is empty; the day's cap of the channel.
 */
export const ORDER_CHANGES = {
  orders: { verbs: ['Query', 'PutItem', 'DeleteItem'], indexes: [ORDER_INDEXES.holds.name] },
  inventory: { verbs: ['Query', 'GetItem', 'PutItem', 'DeleteItem'] },
  channels: { verbs: ['UpdateItem'] },
} as const satisfies Record<string, TableUse>;

/** Paying with a channel: the same, and the shop's accounts are read. */
export const PAYMENT = {
  ...ORDER_CHANGES,
  channels: { verbs: ['Query', 'GetItem', 'UpdateItem'] },
} as const satisfies Record<string, TableUse>;
