import {
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
} from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import type { PriorReader, PriorStore } from '../../application/ports/prior-store.ts';
import { tenantKey } from '../../domain/identity/tenant.ts';
import type { PriorShare } from '../../domain/routing/model/pool-priors.ts';
import { boundedCache } from './bounded-cache.ts';

const SHARES_PK = 'priors#shares';
const POOLED_KEY = { pk: 'priors', sk: 'POOLED' };

const shareItemSchema = z.object({
  shares: z.array(z.object({ key: z.string(), tries: z.number(), paid: z.number() })),
  at: z.iso.datetime(),
});
const pooledItemSchema = z.object({ pooled: z.record(z.string(), z.number()) });

/**
 * What shops know together, in the channels table: each shop's share, read by the pooling only, and the pooled rates,
 * read by every decision.
 */
export const dynamoPriorStore = ({
  documents,
  tableName,
}: {
  readonly documents: DynamoDBDocumentClient;
  readonly tableName: string;
}): PriorStore => ({
  writeShare: async (tenant, shares, at) => {
    await documents.send(
      new PutCommand({
        TableName: tableName,
        Item: { pk: SHARES_PK, sk: tenantKey(tenant), shares, at: at.toISOString() },
      }),
    );
  },

  readShares: async (since) => {
    const found: (readonly PriorShare[])[] = [];
    let startKey: Record<string, unknown> | undefined;
    do {
      const page = await documents.send(
        new QueryCommand({
          TableName: tableName,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': SHARES_PK },
          ExclusiveStartKey: startKey,
        }),
      );
      for (const item of page.Items ?? []) {
        const { shares, at } = shareItemSchema.parse(item);
        if (Date.parse(at) > since.getTime()) found.push(shares);
      }
      startKey = page.LastEvaluatedKey;
    } while (startKey);
    return found;
  },

  writePooled: async (pooled, at) => {
    await documents.send(
      new PutCommand({
        TableName: tableName,
        Item: { ...POOLED_KEY, pooled: Object.fromEntries(pooled), at: at.toISOString() },
      }),
    );
  },

  readPooled: async () => {
    const { Item } = await documents.send(
      new GetCommand({ TableName: tableName, Key: POOLED_KEY }),
    );
    return new Map(Item ? Object.entries(pooledItemSchema.parse(Item).pooled) : []);
  },
});

/** Pooled rates change slowly. */
const POOLED_MILLIS = 300_000;

export const cachedPriors = (
  reader: PriorReader,
  now: () => number = () => performance.now(),
): PriorReader => {
  const kept = boundedCache<ReadonlyMap<string, number>>({
    name: 'priors',
    keptMillis: POOLED_MILLIS,
    maxEntries: 1,
    now,
  });
  return { readPooled: () => kept('pooled', () => reader.readPooled()) };
};
