import { type DynamoDBDocumentClient, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { takeCardWrite } from '#shared/adapters/dynamodb/card-writes.ts';
import { dynamoInventoryStore } from '#shared/adapters/dynamodb/inventory-store.ts';
import { CARDS_SK, orderItem, orderPk } from '#shared/adapters/dynamodb/order-items.ts';
import { pickCards } from '#shared/domain/stock/pick-cards.ts';
import type { Dynamo } from '#test/support/dynamo.ts';
import type { StockStructure } from './structure.ts';
import { tryRounds, wasLost } from './try-rounds.ts';

const EXTRA = 16;
/** A random pick needs many to choose from, or buyers meet again. */
const RANDOM_EXTRA = 64;

/**
 * One item a free card; a sale moves cards into the order in one transaction. A buyer who lost once goes on with a
 * claim, or with a random pick among the first cards.
 */
const movedCards = (
  documents: DynamoDBDocumentClient,
  tables: Dynamo['tables'],
  { name, claims }: { name: string; claims: boolean },
): StockStructure => {
  const store = dynamoInventoryStore({ documents, tableName: tables.inventory });
  return {
    name,
    fill: async (product, cards) => {
      const stock = { tenant: product.tenant, productId: product.id };
      await store.createProduct(product);
      await store.openBatch(
        {
          ...stock,
          batchId: 'bench',
          digest: '',
          state: 'imported',
          imported: cards.length,
          rejected: [],
          createdAt: product.createdAt,
        },
        cards.length,
      );
      const added = cards.map((card, index) => ({
        ...card,
        line: index + 1,
        fingerprint: index.toString(16).padStart(64, '0'),
      }));
      await store.addCards(stock, added, { resumed: false });
    },
    buyer: (product) => {
      let contended = false;
      return (order) =>
        tryRounds(async () => {
          const { quantity } = order;
          const shelf = await store.readShelf(product.tenant, product.id, {
            lane: 0,
            window: quantity + (contended && !claims ? RANDOM_EXTRA : EXTRA),
            claim: claims && contended ? quantity : undefined,
          });
          if (!shelf || shelf.cards.length < quantity) return { kind: 'sold_out' };
          const cards =
            shelf.claimed ??
            pickCards({ cards: shelf.cards, quantity, contended, random: Math.random });
          const kept = { pk: orderPk(order.tenant, order.id), sk: CARDS_SK, cards };
          try {
            await documents.send(
              new TransactWriteCommand({
                TransactItems: [
                  { Put: { TableName: tables.orders, Item: orderItem(order) } },
                  { Put: { TableName: tables.orders, Item: kept } },
                  ...cards.map((card) =>
                    takeCardWrite(tables.inventory, product.tenant, product.id, card),
                  ),
                ],
              }),
            );
            return { kind: 'sold', cards };
          } catch (error) {
            wasLost(error);
            contended = true;
            return 'lost';
          }
        });
    },
  };
};

export const randomPicks = (
  documents: DynamoDBDocumentClient,
  tables: Dynamo['tables'],
): StockStructure => movedCards(documents, tables, { name: 'moved, random pick', claims: false });

export const claimedCards = (
  documents: DynamoDBDocumentClient,
  tables: Dynamo['tables'],
): StockStructure => movedCards(documents, tables, { name: 'moved, claimed', claims: true });
