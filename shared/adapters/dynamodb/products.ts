import {
  ConditionalCheckFailedException,
  TransactionConflictException,
} from '@aws-sdk/client-dynamodb';
import {
  GetCommand,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import type { StockOf } from '../../application/ports/inventory-store.ts';
import type { Tenant } from '../../domain/identity/tenant.ts';
import type { Product } from '../../domain/products/product.ts';
import { batchGet } from './batch-get.ts';
import type { InventoryTable } from './inventory-table.ts';
import { parseProductItem, productItem, productKey, productListPk } from './product-items.ts';

/** Nobody wrote under this key before. */
const IS_NEW = 'attribute_not_exists(pk)';
/** The product is the one the edit was made on. */
const IS_UNCHANGED = 'version = :previous';
/** A shortage was announced and stock was not refilled since. */
const WAS_ANNOUNCED = 'lowStockNotified = :yes';

/** Stores a product together with its entry in the tenant's list. */
export const createProduct = async (
  { documents, tableName }: InventoryTable,
  product: Product,
): Promise<void> => {
  const listed = { pk: productListPk(product.tenant), sk: product.id };
  await documents.send(
    new TransactWriteCommand({
      TransactItems: [productItem(product), listed].map((item) => ({
        Put: { TableName: tableName, Item: item, ConditionExpression: IS_NEW },
      })),
    }),
  );
};

export const readProduct = async (
  { documents, tableName }: InventoryTable,
  { tenant, productId }: StockOf,
): Promise<Product | undefined> => {
  const { Item } = await documents.send(
    new GetCommand({
      TableName: tableName,
      Key: productKey(tenant, productId),
      ConsistentRead: true,
    }),
  );
  return Item && parseProductItem(Item);
};

/** What a merchant edits; the rest of a product never changes or is changed by sales and imports. */
const EDITABLE = [
  'name',
  'description',
  'price',
  'minQuantity',
  'maxQuantity',
  'status',
  'lowStockThreshold',
  'stockLanes',
  'version',
  'updatedAt',
] as const satisfies readonly (keyof Product)[];

export const updateProduct = async (
  { documents, tableName }: InventoryTable,
  product: Product,
): Promise<boolean> =>
  succeeds(
    documents.send(
      new UpdateCommand({
        TableName: tableName,
        Key: productKey(product.tenant, product.id),
        UpdateExpression: `SET ${EDITABLE.map((name) => `#${name} = :${name}`).join(', ')}${product.deliveryHook ? ', deliveryHook = :hook' : ' REMOVE deliveryHook'}`,
        ConditionExpression: IS_UNCHANGED,
        ExpressionAttributeNames: Object.fromEntries(EDITABLE.map((name) => [`#${name}`, name])),
        ExpressionAttributeValues: {
          ...Object.fromEntries(EDITABLE.map((name) => [`:${name}`, product[name]])),
          ...(product.deliveryHook ? { ':hook': product.deliveryHook } : {}),
          ':previous': product.version - 1,
        },
      }),
    ),
  );

export const clearLowStockNotice = async (
  { documents, tableName }: InventoryTable,
  { tenant, productId }: StockOf,
): Promise<void> => {
  await succeeds(
    documents.send(
      new UpdateCommand({
        TableName: tableName,
        Key: productKey(tenant, productId),
        UpdateExpression: 'SET lowStockNotified = :no',
        ConditionExpression: WAS_ANNOUNCED,
        ExpressionAttributeValues: { ':yes': true, ':no': false },
      }),
    ),
  );
};

const listedSchema = z.object({ sk: z.string() });

export const listProducts = async (
  { documents, tableName }: InventoryTable,
  tenant: Tenant,
  { limit, startingAfter }: { limit: number; startingAfter?: string },
): Promise<{ products: Product[]; hasMore: boolean }> => {
  const { Items = [] } = await documents.send(
    new QueryCommand({
      TableName: tableName,
      KeyConditionExpression: startingAfter ? 'pk = :pk AND sk < :after' : 'pk = :pk',
      ExpressionAttributeValues: {
        ':pk': productListPk(tenant),
        ...(startingAfter ? { ':after': startingAfter } : {}),
      },
      ScanIndexForward: false,
      ConsistentRead: true,
      Limit: limit + 1,
    }),
  );
  const ids = Items.slice(0, limit).map((item) => listedSchema.parse(item).sk);
  const items = await batchGet(documents, {
    tableName,
    keys: ids.map((id) => productKey(tenant, id)),
    consistent: true,
  });
  const byId = new Map(items.map(parseProductItem).map((product) => [product.id, product]));
  return {
    products: ids.flatMap((id) => byId.get(id) ?? []),
    hasMore: Items.length > limit,
  };
};

/** `false` when somebody else was faster; other failures are thrown. */
const succeeds = async (write: Promise<unknown>): Promise<boolean> => {
  try {
    await write;
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    // A transaction (a low-stock notice) is changing the product at this moment: look again.
    if (error instanceof TransactionConflictException) return false;
    throw error;
  }
};
