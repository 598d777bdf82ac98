import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import type { WatchedAccount, WatchTurns } from '../../application/ports/watch-store.ts';

/** Nobody's turn, or ours already, or one that is over. */
const IS_FREE = 'attribute_not_exists(holder) OR holder = :holder OR turnEndsAt <= :now';
const IS_OURS = 'holder = :holder';
/** Nobody has gone on since we began. */
const IS_UNMOVED = '#cursor = :from';
const IS_FIRST = 'attribute_not_exists(#cursor)';

const itemSchema = z.object({ cursor: z.string().optional() });

const turnKey = ({ channelId, account }: WatchedAccount) => ({
  pk: `callbacks#watch#${channelId}`,
  sk: account,
});

/** Cursors and turns in the channels table, one item an account. */
export const dynamoWatchTurns = ({
  documents,
  tableName,
}: {
  readonly documents: DynamoDBDocumentClient;
  readonly tableName: string;
}): WatchTurns => {
  const updateIf = async (
    account: WatchedAccount,
    update: {
      readonly set: string;
      readonly condition: string;
      readonly names?: Record<string, string>;
      readonly values: Record<string, string>;
    },
  ): Promise<Record<string, unknown> | undefined> => {
    try {
      const { Attributes = {} } = await documents.send(
        new UpdateCommand({
          TableName: tableName,
          Key: turnKey(account),
          UpdateExpression: `SET ${update.set}`,
          ConditionExpression: update.condition,
          ...(update.names ? { ExpressionAttributeNames: update.names } : {}),
          ExpressionAttributeValues: update.values,
          ReturnValues: 'ALL_NEW',
        }),
      );
      return Attributes;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return undefined;
      throw error;
    }
  };
  return {
    take: async (account, { holder, now, until }) => {
      const item = await updateIf(account, {
        set: 'holder = :holder, turnEndsAt = :until',
        condition: IS_FREE,
        values: { ':holder': holder, ':now': now.toISOString(), ':until': until.toISOString() },
      });
      return item && { cursor: itemSchema.parse(item).cursor };
    },

    moveCursor: async (account, { holder, from, to }) => {
      const moved = await updateIf(account, {
        set: '#cursor = :to',
        condition: `${IS_OURS} AND ${from === undefined ? IS_FIRST : IS_UNMOVED}`,
        names: { '#cursor': 'cursor' },
        values: { ':holder': holder, ':to': to, ...(from === undefined ? {} : { ':from': from }) },
      });
      return moved !== undefined;
    },

    release: async (account, holder) => {
      await updateIf(account, {
        set: 'turnEndsAt = :never',
        condition: IS_OURS,
        values: { ':holder': holder, ':never': new Date(0).toISOString() },
      });
    },
  };
};
