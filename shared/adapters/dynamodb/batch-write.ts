import {
  BatchWriteCommand,
  type BatchWriteCommandInput,
  type DynamoDBDocumentClient,
} from '@aws-sdk/lib-dynamodb';
import type { Backoff } from '../retry/backoff.ts';
import { sendInRounds } from '../retry/send-in-rounds.ts';

export type BatchedWrite = NonNullable<
  NonNullable<BatchWriteCommandInput['RequestItems']>[string]
>[number];

/** Most requests DynamoDB takes in one call. */
const REQUESTS_PER_CALL = 25;

/** Puts and deletes without conditions, no item twice: for what is the same however often it is written. */
export const batchWrite = (
  documents: DynamoDBDocumentClient,
  tableName: string,
  requests: readonly BatchedWrite[],
  backoff?: Backoff,
): Promise<void> =>
  sendInRounds(requests, {
    perCall: REQUESTS_PER_CALL,
    send: async (wanted) => {
      const answer = await documents.send(
        new BatchWriteCommand({ RequestItems: { [tableName]: wanted } }),
      );
      return answer.UnprocessedItems?.[tableName] ?? [];
    },
    backoff,
  });
