import { type DynamoDBDocumentClient, PutCommand, paginateQuery } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import type { ChannelOwners } from '../../application/ports/channel-owners.ts';
import { parseTenantKey, type Tenant, tenantKey } from '../../domain/identity/tenant.ts';

interface ChannelsTable {
  readonly documents: DynamoDBDocumentClient;
  readonly tableName: string;
}

const OWNERS_PK = 'channels#owners';

const itemSchema = z.object({ sk: z.string() });

/**
 * Lists a tenant. On its own and not in the transaction of the channel: two channels that are added at once would
 * contend for the item. A tenant that is listed without a channel harms nobody.
 */
export const listOwner = async (
  { documents, tableName }: ChannelsTable,
  tenant: Tenant,
): Promise<void> => {
  await documents.send(
    new PutCommand({ TableName: tableName, Item: { pk: OWNERS_PK, sk: tenantKey(tenant) } }),
  );
};

/**
 * One small item a tenant in a partition of their own, read by query: no function may scan a table, and a scan would read
 * every probe, lease and learned figure to find the accounts among them.
 */
export const dynamoChannelOwners = ({ documents, tableName }: ChannelsTable): ChannelOwners => ({
  pages: async function* () {
    const pages = paginateQuery(
      { client: documents },
      {
        TableName: tableName,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': OWNERS_PK },
      },
    );
    for await (const { Items = [] } of pages)
      yield Items.map((item) => parseTenantKey(itemSchema.parse(item).sk));
  },
});
