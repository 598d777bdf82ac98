import { BatchGetCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { sendInRounds } from '../retry/send-in-rounds.ts';

/** Most keys DynamoDB reads in one call. */
export const KEYS_PER_CALL = 100;

export interface ItemsWanted {
  readonly tableName: string;
  readonly keys: readonly Record<string, unknown>[];
  /** Attributes to read; absent: all. */
  readonly attributes?: readonly string[];
  readonly consistent: boolean;
}

/**
 * Reads items by key, in no order; missing ones are left out. What DynamoDB did not get to (a page has 16 MB, a
 * partition its limits) is asked for again.
 */
export const batchGet = async (
  documents: DynamoDBDocumentClient,
  { tableName, keys, attributes, consistent }: ItemsWanted,
): Promise<Record<string, unknown>[]> => {
  const found: Record<string, unknown>[] = [];
  await sendInRounds(keys, {
    perCall: KEYS_PER_CALL,
    send: async (wanted) => {
      const answer = await documents.send(
        new BatchGetCommand({
          RequestItems: {
            [tableName]: {
              Keys: wanted,
              ConsistentRead: consistent,
              ...(attributes ? projectionOf(attributes) : {}),
            },
          },
        }),
      );
      found.push(...(answer.Responses?.[tableName] ?? []));
      return answer.UnprocessedKeys?.[tableName]?.Keys ?? [];
    },
  });
  return found;
};

const projectionOf = (attributes: readonly string[]) => ({
  ProjectionExpression: attributes.map((name) => `#${name}`).join(', '),
  ExpressionAttributeNames: Object.fromEntries(attributes.map((name) => [`#${name}`, name])),
});
