import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import type {
  BuyerHoldStore,
  HoldNote,
  RememberedHold,
} from '../../application/ports/buyer-holds.ts';
import type { StockOf } from '../../application/ports/inventory-store.ts';
import { tenantKey } from '../../domain/identity/tenant.ts';
import type { InventoryTable } from './inventory-table.ts';
import type { TransactionWrite } from './transaction.ts';

/** A mark of a buyer and a product: an item that only this buyer's orders write. */
const holdsKey = ({ tenant, productId }: StockOf, mark: string) => ({
  pk: `${tenantKey(tenant)}#${productId}#buyer#${mark}`,
  sk: 'HOLDS',
});

const itemSchema = z.object({ units: z.int(), holds: z.set(z.string()) });

const asText = ({ orderId, units, until }: RememberedHold): string =>
  `${orderId}|${units}|${until}`;

const fromText = (text: string): RememberedHold => {
  const [orderId = '', units = '0', until = ''] = text.split('|');
  return { orderId, units: Number(units), until };
};

/** The buyer holds nothing of this product. */
const HOLDS_NOTHING = 'attribute_not_exists(units) OR units = :zero';
/** What the buyer holds leaves room for the order. */
const HAS_ROOM = 'units <= :room';
/** No order came in between; the same number of units can be other orders. */
const IS_UNCHANGED = 'holds = :holds';

/** Seconds after its last order's end that an item may be cleared away. */
const KEPT_SECONDS = 86_400;

const clearedAt = (until: string): number => Math.floor(Date.parse(until) / 1000) + KEPT_SECONDS;

/** Notes an order under a buyer's mark, in the transaction that creates it. */
export const holdNoteWrite = (
  tableName: string,
  stock: StockOf,
  { mark, hold, room }: HoldNote,
): TransactionWrite => ({
  Update: {
    TableName: tableName,
    Key: holdsKey(stock, mark),
    UpdateExpression: 'SET expiresAtSeconds = :cleared ADD units :added, holds :hold',
    ConditionExpression: `${HOLDS_NOTHING} OR ${HAS_ROOM}`,
    ExpressionAttributeValues: {
      ':cleared': clearedAt(hold.until),
      ':added': hold.units,
      ':hold': new Set([asText(hold)]),
      ':room': room,
      ':zero': 0,
    },
  },
});

export const dynamoBuyerHolds = ({ documents, tableName }: InventoryTable): BuyerHoldStore => ({
  readHolds: async (stock, mark) => {
    const { Item } = await documents.send(
      new GetCommand({ TableName: tableName, Key: holdsKey(stock, mark), ConsistentRead: true }),
    );
    if (!Item) return undefined;
    const { units, holds } = itemSchema.parse(Item);
    return { units, holds: [...holds].map(fromText) };
  },
  replaceHolds: async (stock, mark, { before, holds }) => {
    const key = holdsKey(stock, mark);
    const condition = {
      ConditionExpression: IS_UNCHANGED,
      ExpressionAttributeValues: { ':holds': new Set(before.holds.map(asText)) },
    };
    const last = holds
      .map(({ until }) => until)
      .sort()
      .at(-1);
    try {
      await (last === undefined
        ? documents.send(new DeleteCommand({ TableName: tableName, Key: key, ...condition }))
        : documents.send(
            new PutCommand({
              TableName: tableName,
              Item: {
                ...key,
                units: holds.reduce((sum, { units }) => sum + units, 0),
                holds: new Set(holds.map(asText)),
                expiresAtSeconds: clearedAt(last),
              },
              ...condition,
            }),
          ));
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  },
});
