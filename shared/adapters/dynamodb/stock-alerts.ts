import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { StockAlerts } from '../../application/ports/stock-alerts.ts';
import { looseOutboxItem } from './order-items.ts';
import { productKey } from './product-items.ts';
import { writeTransaction } from './transaction.ts';

/** Nobody announced it since stock was last refilled. */
const NOT_ANNOUNCED = 'lowStockNotified = :no';

export const dynamoStockAlerts = (
  documents: DynamoDBDocumentClient,
  tables: { readonly orders: string; readonly inventory: string },
): StockAlerts => ({
  announceLowStock: async (product, event) => {
    const outcome = await writeTransaction(documents, [
      {
        write: {
          Update: {
            TableName: tables.inventory,
            Key: productKey(product.tenant, product.id),
            UpdateExpression: 'SET lowStockNotified = :yes',
            ConditionExpression: NOT_ANNOUNCED,
            ExpressionAttributeValues: { ':yes': true, ':no': false },
          },
        },
        refusal: 'announced' as const,
      },
      {
        write: { Put: { TableName: tables.orders, Item: looseOutboxItem(event) } },
        refusal: 'announced' as const,
      },
    ]);
    return outcome.kind === 'written';
  },
});
