import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import {
  BatchWriteCommand,
  type DynamoDBDocumentClient,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { CARDS_SK, orderItem, orderPk } from '#shared/adapters/dynamodb/order-items.ts';
import type { Product } from '#shared/domain/products/product.ts';
import { type Card, cardSchema } from '#shared/domain/stock/card.ts';
import type { Dynamo } from '#test/support/dynamo.ts';
import type { StockStructure } from './structure.ts';

const counterSchema = z.object({ head: z.int() });

/**
 * A counter hands out places in line: one update claims places, a read fetches the cards, a put stores the order.
 * A crash after the first step leaks the places until a repair finds them.
 */
export const headCounter = (
  documents: DynamoDBDocumentClient,
  tables: Dynamo['tables'],
): StockStructure => {
  const place = (index: number): string => String(index).padStart(9, '0');
  const cardsPk = ({ id }: Product): string => `counter#${id}#cards`;
  const counterKey = ({ id }: Product) => ({ pk: `counter#${id}`, sk: 'head' });

  const claim = async (product: Product, quantity: number): Promise<number | undefined> => {
    try {
      const { Attributes } = await documents.send(
        new UpdateCommand({
          TableName: tables.inventory,
          Key: counterKey(product),
          UpdateExpression: 'ADD head :quantity, remaining :minus',
          ConditionExpression: 'remaining >= :quantity',
          ExpressionAttributeValues: { ':quantity': quantity, ':minus': -quantity },
          ReturnValues: 'UPDATED_NEW',
        }),
      );
      return counterSchema.parse(Attributes).head - quantity;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return undefined;
      throw error;
    }
  };

  const readCards = async (product: Product, first: number, quantity: number): Promise<Card[]> => {
    const { Items = [] } = await documents.send(
      new QueryCommand({
        TableName: tables.inventory,
        KeyConditionExpression: 'pk = :pk AND sk BETWEEN :first AND :last',
        ExpressionAttributeValues: {
          ':pk': cardsPk(product),
          ':first': place(first),
          ':last': place(first + quantity - 1),
        },
        ConsistentRead: true,
      }),
    );
    return Items.map((item) => cardSchema.parse(item));
  };

  return {
    name: 'head counter',
    fill: async (product, cards) => {
      for (let start = 0; start < cards.length; start += 25) {
        const puts = cards.slice(start, start + 25).map((card, index) => ({
          PutRequest: { Item: { pk: cardsPk(product), sk: place(start + index), ...card } },
        }));
        await documents.send(new BatchWriteCommand({ RequestItems: { [tables.inventory]: puts } }));
      }
      await documents.send(
        new PutCommand({
          TableName: tables.inventory,
          Item: { ...counterKey(product), head: 0, remaining: cards.length },
        }),
      );
    },
    buyer: (product) => async (order) => {
      const first = await claim(product, order.quantity);
      if (first === undefined) return { kind: 'sold_out' };
      const cards = await readCards(product, first, order.quantity);
      const pk = orderPk(order.tenant, order.id);
      await documents.send(
        new BatchWriteCommand({
          RequestItems: {
            [tables.orders]: [orderItem(order), { pk, sk: CARDS_SK, cards }].map((Item) => ({
              PutRequest: { Item },
            })),
          },
        }),
      );
      return { kind: 'sold', cards };
    },
  };
};
