import { ORDER_INDEXES } from '#shared/contract/tables.ts';
import type { TableUse } from './feature.ts';

/**
 * What changing an order takes: the order with its attempts, cards, outbox and traces; cards taken from the shelf or
 * given back, overdue holds ended when the shelf is empty, units that are waited for; the day's cap of the channel.
 */
export const ORDER_CHANGES = {
  orders: { verbs: ['Query', 'PutItem', 'DeleteItem'], indexes: [ORDER_INDEXES.holds.name] },
  inventory: { verbs: ['Query', 'GetItem', 'PutItem', 'DeleteItem', 'UpdateItem'] },
  channels: { verbs: ['UpdateItem'] },
  // Payment policies, for payments that are not plain; the shop's look, where a page or a state answers.
  merchants: { verbs: ['GetItem'] },
} as const satisfies Record<string, TableUse>;

/**
 * Taking a payment a step on while its buyer waits: what the provider answers changes the order as a notification would.
 * The account is read to call its provider; where that must be asked for a charge once only, a turn is taken before.
 */
export const PAYMENT_STEPS = {
  ...ORDER_CHANGES,
  channels: { verbs: ['GetItem', 'PutItem', ...ORDER_CHANGES.channels.verbs] },
} as const satisfies Record<string, TableUse>;

/**
 * Starting a payment: an attempt and the cap it reserves, and the address or exact amount that tells a transfer apart from
 * others. The cards are held already, and stay as they are.
 */
export const PAYMENT_STARTS = {
  orders: { verbs: ['Query', 'PutItem'] },
  inventory: { verbs: [] },
  channels: { verbs: ['Query', 'GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem'] },
  // The shop's name and the settings of its checkout page.
  merchants: { verbs: ['GetItem'] },
} as const satisfies Record<string, TableUse>;
