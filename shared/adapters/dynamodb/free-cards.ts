import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import type { Shelf, StockOf } from '../../application/ports/inventory-store.ts';
import type { Card } from '../../domain/stock/card.ts';
import { FREE_CARD_PREFIX, lanePk, parseFreeCardItem } from './card-items.ts';
import { claimCards } from './claim-cards.ts';
import type { InventoryTable } from './inventory-table.ts';
import { PRODUCT_SK, parseEndOfLine, parseProductItem } from './product-items.ts';
import { readProduct } from './products.ts';

/** Reads a product and the first free cards of a lane; see {@link ShelfReader}. */
export const readShelf = async (
  table: InventoryTable,
  stock: StockOf,
  { lane, window, claim }: { lane: number; window: number; claim?: number },
): Promise<Shelf | undefined> => {
  if (lane === 0) return readProductWithCards(table, stock, { window, claim });
  const [product, cards] = await Promise.all([
    readProduct(table, stock),
    readLane(table, stock, { lane, window }),
  ]);
  return product && { product, cards };
};

const readProductWithCards = async (
  table: InventoryTable,
  stock: StockOf,
  { window, claim }: { window: number; claim?: number },
): Promise<Shelf | undefined> => {
  const { Items = [] } = await table.documents.send(
    new QueryCommand({
      TableName: table.tableName,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': lanePk(stock.tenant, stock.productId, 0) },
      ConsistentRead: true,
      Limit: 1 + window,
    }),
  );
  const [item, ...rest] = Items;
  if (item?.sk !== PRODUCT_SK) return undefined;
  const product = parseProductItem(item);
  const cards = rest.map(parseFreeCardItem);
  if (claim === undefined || product.cardKind !== 'unique') return { product, cards };
  const lane = Math.floor(Math.random() * product.stockLanes);
  const claimed = await claimCards(table, stock, {
    lane,
    lanes: product.stockLanes,
    quantity: claim,
    seen: lane === 0 ? cards : await readLane(table, stock, { lane, window }),
    end: parseEndOfLine(item),
  });
  return { product, cards, claimed };
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

/** Positions of all free cards of all lanes, in no order; see {@link InventoryStore.freePositions}. */
export const freePositions = async (
  { documents, tableName }: InventoryTable,
  stock: StockOf,
  lanes: number,
): Promise<string[]> => {
  const readAll = async (lane: number): Promise<string[]> => {
    const positions: string[] = [];
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
        positions.push(keySchema.parse(item).sk.slice(FREE_CARD_PREFIX.length));
      }
      from = page.LastEvaluatedKey;
    } while (from);
    return positions;
  };
  return (await Promise.all(lanesOf(lanes).map(readAll))).flat();
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
