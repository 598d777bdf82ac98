import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, PutCommand, paginateQuery } from '@aws-sdk/lib-dynamodb';
import type { ProbeStore } from '../../application/ports/probe-store.ts';
import { type Tenant, tenantKey } from '../../domain/identity/tenant.ts';
import { type Probe, probeSchema } from '../../domain/routing/probes/probe.ts';

const KEPT_SECONDS = 30 * 86_400;

const probesPk = (tenant: Tenant): string => `${tenantKey(tenant)}#probes`;

/** `2026-05-01T12:34`: a channel has one key a minute. */
const minuteOf = (iso: string): string => iso.slice(0, 16);

/** Probes in the channels table, in the order of time. */
export const dynamoProbeStore = ({
  documents,
  tableName,
}: {
  readonly documents: DynamoDBDocumentClient;
  readonly tableName: string;
}): ProbeStore => {
  const putIf = async (tenant: Tenant, probe: Probe, condition: string): Promise<boolean> => {
    try {
      await documents.send(
        new PutCommand({
          TableName: tableName,
          Item: {
            pk: probesPk(tenant),
            sk: `${minuteOf(probe.startedAt)}#${probe.channelId}`,
            ...probe,
            expiresAtSeconds: Math.floor(Date.parse(probe.startedAt) / 1_000) + KEPT_SECONDS,
          },
          ConditionExpression: condition,
        }),
      );
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  };
  return {
    begin: (tenant, probe) => putIf(tenant, probe, 'attribute_not_exists(pk)'),
    finish: (tenant, probe) =>
      putIf(tenant, probe, 'attribute_exists(pk) AND attribute_not_exists(endedAt)'),
    list: async (tenant, since) => {
      const found: Probe[] = [];
      const pages = paginateQuery(
        { client: documents },
        {
          TableName: tableName,
          KeyConditionExpression: 'pk = :pk AND sk >= :since',
          ExpressionAttributeValues: {
            ':pk': probesPk(tenant),
            ':since': minuteOf(since.toISOString()),
          },
          ConsistentRead: true,
        },
      );
      for await (const { Items = [] } of pages) {
        for (const item of Items) found.push(probeSchema.parse(item));
      }
      return found;
    },
  };
};
