import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/** Where products, cards and what is known of them are stored. */
export interface InventoryTable {
  readonly documents: DynamoDBDocumentClient;
  /** Physical name of the table `inventory`. */
  readonly tableName: string;
}
