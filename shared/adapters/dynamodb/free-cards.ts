import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import type { Shelf, StockOf } from '../../application/ports/inventory-store.ts';
import type { Card } from '../../domain/stock/card.ts';
import { batchKeyOfCardSk, FREE_CARD_PREFIX, lanePk, parseFreeCardItem } from './card-items.ts';
import type { InventoryTable } from './inventory-store.ts';
import { PRODUCT_SK, parseProductItem } from './product-items.ts';
import { readProduct } from './products.ts';

/** Reads a product and the first free cards of a lane; see {@link ShelfReader}. */
export const readShelf = async (
  table: InventoryTable,
  stock: StockOf,
  { lane, window }: { lane: number; window: number },
): Promise<Shelf | undefined> => {
  if (lane === 0) return readProductWithCards(table, stock, window);
  const [product, cards] = await Promise.all([
    readProduct(table, stock),
    readLane(table, stock, { lane, window }),
  ]);
  return product && { product, cards };
};

const readProductWithCards = async (
  { documents, tableName }: InventoryTable,
  { tenant, productId }: StockOf,
  window: number,
): Promise<Shelf | undefined> => {
  const { Items = [] } = await documents.send(
    new QueryCommand({
      TableName: tableName,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': lanePk(tenant, productId, 0) },
      ConsistentRead: true,
      Limit: 1 + window,
    }),
  );
  const [product, ...cards] = Items;
  if (product?.sk !== PRODUCT_SK) return undefined;
  return { product: parseProductItem(product), cards: cards.map(parseFreeCardItem) };
};

const laneQuery = (tableName: string, { tenant, productId }: StockOf, lane: number) => ({
  TableName: tableName,
  KeyConditionExpression: 'pk = :pk AND begins_with(sk, :card)',
  ExpressionAttributeValues: { ':pk': lanePk(tenant, productId, lane), ':card': FREE_CARD_PREFIX },
});

const readLane = async (
  { documents, tableName }: InventoryTable,
  stock: StockOf,
  { lane, window }: { lane: number; window: number },
): Promise<Card[]> => {
  const { Items = [] } = await documents.send(
    new QueryCommand({
      ...laneQuery(tableName, stock, lane),
      ConsistentRead: true,
      Limit: window,
    }),
  );
  return Items.map(parseFreeCardItem);
};

const lanesOf = (lanes: number): number[] => Array.from({ length: lanes }, (_, lane) => lane);

const keySchema = z.object({ sk: z.string() });

export const countFreeCards = async (
  { documents, tableName }: InventoryTable,
  stock: StockOf,
  lanes: number,
): Promise<ReadonlyMap<string, number>> => {
  const counts = new Map<string, number>();
  const countLane = async (lane: number): Promise<void> => {
    let from: Record<string, unknown> | undefined;
    do {
      const page = await documents.send(
        new QueryCommand({
          ...laneQuery(tableName, stock, lane),
          ProjectionExpression: 'sk',
          ExclusiveStartKey: from,
        }),
      );
      for (const item of page.Items ?? []) {
        const batchKey = batchKeyOfCardSk(keySchema.parse(item).sk);
        counts.set(batchKey, (counts.get(batchKey) ?? 0) + 1);
      }
      from = page.LastEvaluatedKey;
    } while (from);
  };
  await Promise.all(lanesOf(lanes).map(countLane));
  return counts;
};

export const hasFreeCards = async (
  { documents, tableName }: InventoryTable,
  stock: StockOf,
  { lanes, count }: { lanes: number; count: number },
): Promise<boolean> => {
  if (count === 0) return true;
  const counts = await Promise.all(
    lanesOf(lanes).map((lane) =>
      documents.send(
        new QueryCommand({
          ...laneQuery(tableName, stock, lane),
          Select: 'COUNT',
          ConsistentRead: true,
          Limit: count,
        }),
      ),
    ),
  );
  return counts.reduce((sum, { Count = 0 }) => sum + Count, 0) >= count;
};
