import { setTimeout as pause } from 'node:timers/promises';
import { BatchGetCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/** Most keys DynamoDB reads in one call. */
export const KEYS_PER_CALL = 100;
const MAX_CALLS_PER_BATCH = 8;
const PAUSE_MILLIS = 20;

export interface ItemsWanted {
  readonly tableName: string;
  readonly keys: readonly Record<string, unknown>[];
  /** Attributes to read; absent: all. */
  readonly attributes?: readonly string[];
  readonly consistent: boolean;
}

/**
 * Reads items by key, in no order; missing ones are left out. What DynamoDB did not get to (a page has 16 MB, a
 * partition its limits) is asked for again, a bounded number of times.
 */
export const batchGet = async (
  documents: DynamoDBDocumentClient,
  { tableName, keys, attributes, consistent }: ItemsWanted,
): Promise<Record<string, unknown>[]> => {
  const found: Record<string, unknown>[] = [];
  for (let start = 0; start < keys.length; start += KEYS_PER_CALL) {
    let wanted: Record<string, unknown>[] = keys.slice(start, start + KEYS_PER_CALL);
    for (let call = 1; wanted.length > 0; call += 1) {
      if (call > MAX_CALLS_PER_BATCH) throw new Error(`${wanted.length} items stayed unread`);
      if (call > 1) await pause(Math.random() * PAUSE_MILLIS * 2 ** call);
      const answer = await documents.send(
        new BatchGetCommand({
          RequestItems: {
            [tableName]: {
              Keys: wanted,
              ConsistentRead: consistent,
              ...(attributes
                ? {
                    ProjectionExpression: attributes.map((name) => `#${name}`).join(', '),
                    ExpressionAttributeNames: Object.fromEntries(
                      attributes.map((name) => [`#${name}`, name]),
                    ),
                  }
                : {}),
            },
          },
        }),
      );
      found.push(...(answer.Responses?.[tableName] ?? []));
      wanted = answer.UnprocessedKeys?.[tableName]?.Keys ?? [];
    }
  }
  return found;
};
