import {
  type DynamoDBDocumentClient,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
} from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { CARDS_SK, orderItem, orderPk } from '#shared/adapters/dynamodb/order-items.ts';
import type { TransactionWrite } from '#shared/adapters/dynamodb/transaction.ts';
import type { Product } from '#shared/domain/products/product.ts';
import { type Card, cardSchema } from '#shared/domain/stock/card.ts';
import type { Dynamo } from '#test/support/dynamo.ts';
import type { StockStructure } from './structure.ts';
import { tryRounds, wasLost } from './try-rounds.ts';

const CARDS_PER_TRAY = 32;
/** Trays looked at: the first when calm, one of these under contention. */
const CALM_TRAYS = 2;
const CONTENDED_TRAYS = 12;

const traySchema = z.object({
  pk: z.string(),
  sk: z.string(),
  version: z.int(),
  cards: z.array(cardSchema),
});
type Tray = z.infer<typeof traySchema>;

/** Cards lie in trays of 32, one item a tray; a sale rewrites the tray it takes from, if nobody else did. */
export const trays = (
  documents: DynamoDBDocumentClient,
  tables: Dynamo['tables'],
): StockStructure => {
  const traysPk = ({ id }: Product): string => `trays#${id}`;

  const readTrays = async (product: Product, limit: number): Promise<Tray[]> => {
    const { Items = [] } = await documents.send(
      new QueryCommand({
        TableName: tables.inventory,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': traysPk(product) },
        ConsistentRead: true,
        Limit: limit,
      }),
    );
    return Items.map((item) => traySchema.parse(item));
  };

  /** Takes from a tray, and goes on to the following ones while it lacks cards. */
  const pick = (found: readonly Tray[], start: number, quantity: number) => {
    const cards: Card[] = [];
    const writes: TransactionWrite[] = [];
    for (let step = 0; step < found.length && cards.length < quantity; step += 1) {
      const tray = found[(start + step) % found.length];
      if (!tray) break;
      const taken = tray.cards.slice(0, quantity - cards.length);
      cards.push(...taken);
      writes.push(rewrite(tray, taken.length));
    }
    return cards.length === quantity ? { cards, writes } : undefined;
  };

  const rewrite = (tray: Tray, taken: number): TransactionWrite => {
    const condition = {
      TableName: tables.inventory,
      ConditionExpression: 'version = :version',
      ExpressionAttributeValues: { ':version': tray.version },
    };
    const left = tray.cards.slice(taken);
    return left.length === 0
      ? { Delete: { ...condition, Key: { pk: tray.pk, sk: tray.sk } } }
      : { Put: { ...condition, Item: { ...tray, cards: left, version: tray.version + 1 } } };
  };

  return {
    name: 'trays of 32',
    fill: async (product, cards) => {
      for (let start = 0; start < cards.length; start += CARDS_PER_TRAY) {
        await documents.send(
          new PutCommand({
            TableName: tables.inventory,
            Item: {
              pk: traysPk(product),
              sk: String(start).padStart(9, '0'),
              version: 1,
              cards: cards.slice(start, start + CARDS_PER_TRAY),
            },
          }),
        );
      }
    },
    buyer: (product) => {
      let contended = false;
      return (order) =>
        tryRounds(async () => {
          const found = await readTrays(product, contended ? CONTENDED_TRAYS : CALM_TRAYS);
          const start = contended ? Math.floor(Math.random() * found.length) : 0;
          const picked = pick(found, start, order.quantity);
          if (!picked) {
            if (found.length < CALM_TRAYS || contended) return { kind: 'sold_out' };
            contended = true;
            return 'lost';
          }
          const kept = { pk: orderPk(order.tenant, order.id), sk: CARDS_SK, cards: picked.cards };
          try {
            await documents.send(
              new TransactWriteCommand({
                TransactItems: [
                  { Put: { TableName: tables.orders, Item: orderItem(order) } },
                  { Put: { TableName: tables.orders, Item: kept } },
                  ...picked.writes,
                ],
              }),
            );
            return { kind: 'sold', cards: picked.cards };
          } catch (error) {
            wasLost(error);
            contended = true;
            return 'lost';
          }
        });
    },
  };
};
