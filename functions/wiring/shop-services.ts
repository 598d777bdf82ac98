import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { cachedShops } from '#shared/adapters/dynamodb/cached-shops.ts';
import { dynamoCheckoutSettings } from '#shared/adapters/dynamodb/checkout-settings-store.ts';
import { dynamoMerchantStore } from '#shared/adapters/dynamodb/merchant-store.ts';
import { ENV } from '#shared/contract/environment.ts';
import { readEnvironment } from '#shared/platform/environment.ts';

/** Shops as their buyers see them, from memory and at most seconds old. */
export const shopServices = (documents: DynamoDBDocumentClient) => {
  const table = { documents, tableName: readEnvironment(ENV.merchantsTable)[ENV.merchantsTable] };
  return {
    shops: cachedShops({
      settings: dynamoCheckoutSettings(table),
      merchants: dynamoMerchantStore(table),
    }),
  };
};
