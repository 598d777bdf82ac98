import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import type { HoldCounter } from '../../application/ports/inventory-store.ts';
import { ORDER_INDEXES } from '../../contract/tables.ts';
import type { Tenant } from '../../domain/identity/tenant.ts';
import { batchGet } from './batch-get.ts';
import { HOLD_SHARD_NUMBERS, holdKey } from './order-index-keys.ts';

const rowSchema = z.object({ pk: z.string(), sk: z.string() });
const holdSchema = z.object({
  quantity: z.int(),
  reservation: z.string(),
  expiresAt: z.string(),
});

/**
 * Counts held cards through the index of holds, which has keys only; quantities come from the orders themselves,
 * which also tell whether the hold still stands (an index runs behind its table).
 */
export const dynamoHoldCounter = ({
  documents,
  tableName,
}: {
  documents: DynamoDBDocumentClient;
  /** Physical name of the table `orders`. */
  tableName: string;
}): HoldCounter => ({
  countHeld: async (tenant, productId, now) => {
    const shards = await Promise.all(
      HOLD_SHARD_NUMBERS.map((shard) =>
        readHolds(documents, { tableName, tenant, productId, shard }),
      ),
    );
    const orders = await batchGet(documents, {
      tableName,
      keys: shards.flat(),
      attributes: ['quantity', 'reservation', 'expiresAt', ORDER_INDEXES.holds.partitionKey],
      consistent: true,
    });
    let held = 0;
    let expired = 0;
    for (const order of orders) {
      if (order[ORDER_INDEXES.holds.partitionKey] === undefined) continue;
      const { quantity, reservation, expiresAt } = holdSchema.parse(order);
      if (reservation !== 'held') continue;
      if (expiresAt > now.toISOString()) held += quantity;
      else expired += quantity;
    }
    return { held, expired };
  },
});

const readHolds = async (
  documents: DynamoDBDocumentClient,
  {
    tableName,
    tenant,
    productId,
    shard,
  }: { tableName: string; tenant: Tenant; productId: string; shard: number },
): Promise<{ pk: string; sk: string }[]> => {
  const { name, partitionKey } = ORDER_INDEXES.holds;
  const rows: { pk: string; sk: string }[] = [];
  let from: Record<string, unknown> | undefined;
  do {
    const page = await documents.send(
      new QueryCommand({
        TableName: tableName,
        IndexName: name,
        KeyConditionExpression: '#key = :key',
        ExpressionAttributeNames: { '#key': partitionKey },
        ExpressionAttributeValues: { ':key': holdKey(tenant, productId, shard) },
        ExclusiveStartKey: from,
      }),
    );
    for (const item of page.Items ?? []) {
      const { pk, sk } = rowSchema.parse(item);
      rows.push({ pk, sk });
    }
    from = page.LastEvaluatedKey;
  } while (from);
  return rows;
};
