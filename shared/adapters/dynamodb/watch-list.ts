import { type DynamoDBDocumentClient, PutCommand, paginateQuery } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import type { WatchList } from '../../application/ports/watch-store.ts';
import { channelIdSchema } from '../../domain/identity/ids.ts';
import { parseTenantKey, tenantKey } from '../../domain/identity/tenant.ts';

const WATCHED_PK = 'callbacks#watched';

const itemSchema = z.object({ tenant: z.string(), channelId: channelIdSchema });

/** Watched channels in the channels table: one small item each, in a partition of their own. */
export const dynamoWatchList = ({
  documents,
  tableName,
}: {
  readonly documents: DynamoDBDocumentClient;
  readonly tableName: string;
}): WatchList => ({
  add: async ({ tenant, channelId }) => {
    await documents.send(
      new PutCommand({
        TableName: tableName,
        Item: { pk: WATCHED_PK, sk: channelId, tenant: tenantKey(tenant), channelId },
      }),
    );
  },

  list: async () => {
    const pages = paginateQuery(
      { client: documents },
      {
        TableName: tableName,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': WATCHED_PK },
      },
    );
    const found = [];
    for await (const { Items = [] } of pages) {
      for (const item of Items) {
        const { tenant, channelId } = itemSchema.parse(item);
        found.push({ tenant: parseTenantKey(tenant), channelId });
      }
    }
    return found;
  },
});
