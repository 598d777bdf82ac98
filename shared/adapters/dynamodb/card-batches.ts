import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { GetCommand, PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import type { StockOf } from '../../application/ports/inventory-store.ts';
import {
  type RejectedLine,
  type Rejection,
  rejectionSchema,
} from '../../domain/products/rejected-line.ts';
import { type CardBatch, cardBatchSchema } from '../../domain/stock/card-batch.ts';
import { batchesPk } from './card-items.ts';
import type { InventoryTable } from './inventory-table.ts';
import { productKey } from './product-items.ts';

/** The merchant has not used this name for the product before. */
const IS_NEW = 'attribute_not_exists(pk)';
/** There is such a product. */
const EXISTS = 'attribute_exists(pk)';
/** Nobody finished this import before. */
const IS_IMPORTING = '#state = :importing';

/** Line numbers by reason: ten thousand refused lines fit an item (400 KB) this way. */
const storedBatchSchema = cardBatchSchema.extend({
  rejected: z.partialRecord(rejectionSchema, z.array(z.int())),
});

const groupRejected = (rejected: readonly RejectedLine[]): Partial<Record<Rejection, number[]>> => {
  const groups: Partial<Record<Rejection, number[]>> = {};
  for (const { line, code } of rejected) {
    groups[code] ??= [];
    groups[code].push(line);
  }
  return groups;
};

const batchKey = ({ tenant, productId, batchId }: Omit<CardBatch, 'firstSerial'>) => ({
  pk: batchesPk(tenant, productId),
  sk: batchId,
});

const parseBatchItem = (item: Record<string, unknown>): CardBatch => {
  const stored = storedBatchSchema.parse(item);
  const rejected = Object.entries(stored.rejected).flatMap(([code, lines]) =>
    lines.map((line) => ({ line, code: rejectionSchema.parse(code) })),
  );
  return { ...stored, rejected: rejected.sort((a, b) => a.line - b.line) };
};

export const openBatch = async (
  table: InventoryTable,
  draft: Omit<CardBatch, 'firstSerial'>,
  size: number,
): Promise<{ kind: 'opened' | 'exists'; batch: CardBatch }> => {
  const existing = await readBatch(table, draft);
  if (existing) return { kind: 'exists', batch: existing };
  const { documents, tableName } = table;
  const batch = { ...draft, firstSerial: await takePlaces(table, draft, size) };
  try {
    await documents.send(
      new PutCommand({
        TableName: tableName,
        Item: { ...batchKey(batch), ...batch, rejected: groupRejected(batch.rejected) },
        ConditionExpression: IS_NEW,
      }),
    );
    return { kind: 'opened', batch };
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    // Opened by another call meanwhile (or by the lost first copy of this one); our places in line stay empty.
    const winner = await readBatch(table, draft);
    if (!winner) throw error;
    return { kind: 'exists', batch: winner };
  }
};

const readBatch = async (
  { documents, tableName }: InventoryTable,
  batch: Omit<CardBatch, 'firstSerial'>,
): Promise<CardBatch | undefined> => {
  const { Item } = await documents.send(
    new GetCommand({ TableName: tableName, Key: batchKey(batch), ConsistentRead: true }),
  );
  return Item && parseBatchItem(Item);
};

const endSchema = z.object({ nextSerial: z.int() });

/** Moves the end of the product's line and returns where it was. A crash afterwards leaves a gap, which is harmless. */
const takePlaces = async (
  { documents, tableName }: InventoryTable,
  { tenant, productId }: StockOf,
  size: number,
): Promise<number> => {
  const { Attributes } = await documents.send(
    new UpdateCommand({
      TableName: tableName,
      Key: productKey(tenant, productId),
      UpdateExpression: 'ADD nextSerial :size',
      ConditionExpression: EXISTS,
      ExpressionAttributeValues: { ':size': size },
      ReturnValues: 'UPDATED_NEW',
    }),
  );
  return endSchema.parse(Attributes).nextSerial - size;
};

export const closeBatch = async (
  { documents, tableName }: InventoryTable,
  batch: CardBatch,
): Promise<void> => {
  try {
    await documents.send(
      new UpdateCommand({
        TableName: tableName,
        Key: batchKey(batch),
        UpdateExpression: 'SET #state = :imported, imported = :count, rejected = :rejected',
        ConditionExpression: IS_IMPORTING,
        ExpressionAttributeNames: { '#state': 'state' },
        ExpressionAttributeValues: {
          ':importing': 'importing',
          ':imported': 'imported',
          ':count': batch.imported,
          ':rejected': groupRejected(batch.rejected),
        },
      }),
    );
  } catch (error) {
    // The same import ran twice at once and the other copy was faster: both have the same result.
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
};

export const listBatches = async (
  { documents, tableName }: InventoryTable,
  { tenant, productId }: StockOf,
  { limit, startingAfter }: { limit: number; startingAfter?: string },
): Promise<{ batches: CardBatch[]; hasMore: boolean }> => {
  const { Items = [], LastEvaluatedKey } = await documents.send(
    new QueryCommand({
      TableName: tableName,
      KeyConditionExpression: startingAfter ? 'pk = :pk AND sk > :after' : 'pk = :pk',
      ExpressionAttributeValues: {
        ':pk': batchesPk(tenant, productId),
        ...(startingAfter ? { ':after': startingAfter } : {}),
      },
      ConsistentRead: true,
      Limit: limit + 1,
    }),
  );
  const batches = Items.map(parseBatchItem);
  return {
    batches: batches.slice(0, limit),
    hasMore: batches.length > limit || LastEvaluatedKey !== undefined,
  };
};
