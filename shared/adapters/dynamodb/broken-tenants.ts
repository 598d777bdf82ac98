import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, type DynamoDBDocumentClient, paginateQuery } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import type { BrokenTenants } from '../../application/ports/probe-store.ts';
import { parseTenantKey, type Tenant, tenantKey } from '../../domain/identity/tenant.ts';
import type { HealthSnapshot } from '../../domain/routing/learning/health-snapshot.ts';

const BROKEN_PK = 'routing#broken';

const itemSchema = z.object({ sk: z.string(), version: z.int() });

/** The item that lists a tenant; none when no channel is broken. Written with the snapshot that says so. */
export const brokenTenantItem = (
  tenant: Tenant,
  { channels }: HealthSnapshot,
  version: number,
): Record<string, unknown> | undefined =>
  channels.some(({ openedAt }) => openedAt !== undefined)
    ? { pk: BROKEN_PK, sk: tenantKey(tenant), version }
    : undefined;

export const dynamoBrokenTenants = ({
  documents,
  tableName,
}: {
  readonly documents: DynamoDBDocumentClient;
  readonly tableName: string;
}): BrokenTenants => ({
  list: async () => {
    const pages = paginateQuery(
      { client: documents },
      {
        TableName: tableName,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': BROKEN_PK },
      },
    );
    const found = [];
    for await (const { Items = [] } of pages) {
      for (const item of Items) {
        const { sk, version } = itemSchema.parse(item);
        found.push({ tenant: parseTenantKey(sk), version });
      }
    }
    return found;
  },

  forget: async ({ tenant, version }) => {
    try {
      await documents.send(
        new DeleteCommand({
          TableName: tableName,
          Key: { pk: BROKEN_PK, sk: tenantKey(tenant) },
          ConditionExpression: '#version = :version',
          ExpressionAttributeNames: { '#version': 'version' },
          ExpressionAttributeValues: { ':version': version },
        }),
      );
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
  },
});
