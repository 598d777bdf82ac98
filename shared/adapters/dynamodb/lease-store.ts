import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import type { LeaseStore } from '../../application/ports/lease-store.ts';

const SORT_KEY = 'LEASE';
const leasePk = (resource: string): string => `LEASE#${resource}`;

const leaseSchema = z.object({
  resource: z.string(),
  holder: z.string(),
  from: z.coerce.date(),
  until: z.coerce.date(),
});

/** Leases in the channels table, one item a resource. */
export const dynamoLeaseStore = ({
  documents,
  tableName,
}: {
  readonly documents: DynamoDBDocumentClient;
  readonly tableName: string;
}): LeaseStore => {
  const read: LeaseStore['newest'] = async (resource) => {
    const { Item } = await documents.send(
      new GetCommand({
        TableName: tableName,
        Key: { pk: leasePk(resource), sk: SORT_KEY },
        ConsistentRead: true,
      }),
    );
    return Item && leaseSchema.parse(Item);
  };
  return {
    take: async ({ resource, holder, from, until }) => {
      try {
        await documents.send(
          new PutCommand({
            TableName: tableName,
            Item: {
              pk: leasePk(resource),
              sk: SORT_KEY,
              resource,
              holder,
              from: from.toISOString(),
              until: until.toISOString(),
            },
            // Free, or over before this one begins.
            ConditionExpression: 'attribute_not_exists(pk) OR #until <= :from',
            ExpressionAttributeNames: { '#until': 'until' },
            ExpressionAttributeValues: { ':from': from.toISOString() },
          }),
        );
        return 'taken';
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
      }
      const known = await read(resource);
      return known?.holder === holder ? 'taken' : 'held_by_another';
    },
    newest: read,
  };
};
