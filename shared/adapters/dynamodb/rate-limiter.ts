import { createHmac } from 'node:crypto';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { CountedUse, RateLimiter } from '../../application/ports/rate-limiter.ts';

/** Longer than DynamoDB takes on a bad day; a limit that cannot be counted is not worth a buyer's time. */
const LIMIT_MILLIS = 500;

/** Nobody used this window yet. */
const IS_NEW = 'attribute_not_exists(uses)';
/** There is a use left. */
const HAS_ROOM = 'uses < :max';

/**
 * Counters in the table of replies, whose items may all be forgotten: an item for each limit, user and window. The window
 * is part of the key, so a counter whose time is over is never read, whether it is still there or not.
 *
 * @param secret makes that the few possible addresses cannot be tried through to find whose counter it is
 */
export const dynamoRateLimiter = ({
  documents,
  tableName,
  secret,
}: {
  readonly documents: DynamoDBDocumentClient;
  /** Physical name of the table `idempotency`. */
  readonly tableName: string;
  readonly secret: string;
}): RateLimiter => ({
  take: async (use) => {
    try {
      await documents.send(
        new UpdateCommand({
          TableName: tableName,
          Key: { pk: counterKey(secret, use) },
          UpdateExpression: 'SET expiresAtSeconds = :end ADD uses :one',
          ConditionExpression: `${IS_NEW} OR ${HAS_ROOM}`,
          ExpressionAttributeValues: {
            ':one': 1,
            ':max': use.uses,
            ':end': Math.ceil(use.endsAt.getTime() / 1_000),
          },
        }),
        { abortSignal: AbortSignal.timeout(LIMIT_MILLIS) },
      );
      return 'taken';
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return 'used_up';
      throw error;
    }
  },
});

const counterKey = (secret: string, { limit, of, window }: CountedUse): string => {
  const who = createHmac('sha256', secret).update(`rate limit#${limit}#${of}`).digest('base64url');
  return `rate#${limit}#${who}#${window}`;
};
