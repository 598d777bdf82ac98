import { type DynamoDBDocumentClient, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { takeCardWrite } from '#shared/adapters/dynamodb/card-writes.ts';
import { dynamoInventoryStore } from '#shared/adapters/dynamodb/inventory-store.ts';
import { CARDS_SK, orderItem, orderPk } from '#shared/adapters/dynamodb/order-items.ts';
import { findCards } from '#shared/application/orders/find-cards.ts';
import { createRush } from '#shared/application/orders/rush.ts';
import { systemRuntime } from '#shared/platform/runtime.ts';
import type { Dynamo } from '#test/support/dynamo.ts';
import type { StockStructure } from './structure.ts';
import { tryRounds, wasLost } from './try-rounds.ts';

/** Ours: one item a free card; a sale picks cards and moves them into the order in one transaction. */
export const movedCards = (
  documents: DynamoDBDocumentClient,
  tables: Dynamo['tables'],
): StockStructure => {
  const store = dynamoInventoryStore({ documents, tableName: tables.inventory });
  return {
    name: 'moved cards',
    fill: async (product, cards) => {
      await store.createProduct(product);
      const added = cards.map((card, index) => ({
        ...card,
        line: index + 1,
        fingerprint: index.toString(16).padStart(64, '0'),
      }));
      await store.addCards({ tenant: product.tenant, productId: product.id }, 'bench', added, {
        resumed: false,
      });
    },
    buyer: (product) => {
      const rush = createRush();
      return (order) =>
        tryRounds(async () => {
          const found = await findCards(
            {
              shelves: store,
              orders: { expiredHolds: async () => [] },
              runtime: systemRuntime,
            },
            {
              tenant: product.tenant,
              productId: product.id,
              quantity: order.quantity,
              contended: rush.isOn(product.id, systemRuntime.now()),
              expireOrder: async () => {},
            },
          );
          if (found.kind !== 'found') return { kind: 'sold_out' };
          const kept = {
            pk: orderPk(order.tenant, order.id),
            sk: CARDS_SK,
            cards: found.cards,
          };
          try {
            await documents.send(
              new TransactWriteCommand({
                TransactItems: [
                  { Put: { TableName: tables.orders, Item: orderItem(order) } },
                  { Put: { TableName: tables.orders, Item: kept } },
                  ...found.cards.map((card) =>
                    takeCardWrite(tables.inventory, product.tenant, product.id, card),
                  ),
                ],
              }),
            );
            return { kind: 'sold', cards: found.cards };
          } catch (error) {
            wasLost(error);
            rush.noticed(product.id, systemRuntime.now());
            return 'lost';
          }
        });
    },
  };
};
