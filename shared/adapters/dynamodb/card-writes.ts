import type { Tenant } from '../../domain/identity/tenant.ts';
import type { Card } from '../../domain/stock/card.ts';
import { freeCardItem, freeCardKey } from './card-items.ts';
import type { TransactionWrite } from './transaction.ts';

/** The card is still free. A position is used once, so that what is there is this very card. */
const IS_FREE = 'attribute_exists(pk)';
/** The place is empty: the card was not given back before. */
const IS_NOT_FREE = 'attribute_not_exists(pk)';

/**
 * Takes a card off the shelf. It goes into the transaction that stores the card with its order: a card is in one
 * place at any time, and a crash leaves it where it was.
 */
export const takeCardWrite = (
  tableName: string,
  tenant: Tenant,
  productId: string,
  card: Card,
): TransactionWrite => ({
  Delete: {
    TableName: tableName,
    Key: freeCardKey(tenant, productId, card),
    ConditionExpression: IS_FREE,
  },
});

/** Puts a card back at its old place: it is the next to be sold again. Inverse of {@link takeCardWrite}. */
export const giveBackCardWrite = (
  tableName: string,
  tenant: Tenant,
  productId: string,
  card: Card,
): TransactionWrite => ({
  Put: {
    TableName: tableName,
    Item: freeCardItem(tenant, productId, card),
    ConditionExpression: IS_NOT_FREE,
  },
});
