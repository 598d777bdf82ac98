import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import {
  type DynamoDBDocumentClient,
  GetCommand,
  UpdateCommand,
  type UpdateCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import type { BuyerHabitReader, BuyerHabitWriter } from '../../application/ports/buyer-habits.ts';
import { paymentMethodSchema } from '../../domain/channels/channel.ts';
import { type Tenant, tenantKey } from '../../domain/identity/tenant.ts';

/** A buyer who has not come back for so long is a new one. */
const KEPT_SECONDS = 400 * 86_400;

const habitKey = (tenant: Tenant, key: string) => ({
  pk: `${tenantKey(tenant)}#habit#${key}`,
  sk: 'HABIT',
});

const habitSchema = z.object({
  paidOrders: z.int(),
  channelId: z.string(),
  /** Absent: it was noted before methods were. */
  method: paymentMethodSchema.optional(),
  expiresAtSeconds: z.number(),
});

/** A payment as it usually comes, of a buyer who was forgotten, and one that is reported after a later one. */
const NOTES: readonly { readonly update: string; readonly condition: string | undefined }[] = [
  {
    update:
      'SET channelId = :channel, #method = :method, expiresAtSeconds = :expires ADD paidOrders :one',
    condition: 'attribute_not_exists(pk) OR expiresAtSeconds BETWEEN :at AND :expires',
  },
  {
    update:
      'SET channelId = :channel, #method = :method, expiresAtSeconds = :expires, paidOrders = :one',
    condition: 'attribute_not_exists(pk) OR expiresAtSeconds < :at',
  },
  { update: 'ADD paidOrders :one', condition: undefined },
];

/** `METHOD` is one of DynamoDB's reserved words. */
const METHOD_NAME = { '#method': 'method' };

/** DynamoDB refuses values that no expression names. */
const valuesIn = (values: Record<string, unknown>, expressions: string): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(values).filter(([name]) => new RegExp(`${name}\\b`).test(expressions)),
  );

/** Whether the update's condition held. */
const updateIf = async (
  documents: DynamoDBDocumentClient,
  input: UpdateCommandInput,
): Promise<boolean> => {
  try {
    await documents.send(new UpdateCommand(input));
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
};

/** Buyers' habits in the channels table, an item a buyer. What they say is a preference, never a proof. */
export const dynamoBuyerHabits = (
  {
    documents,
    tableName,
  }: { readonly documents: DynamoDBDocumentClient; readonly tableName: string },
  now: () => number = Date.now,
): BuyerHabitReader & BuyerHabitWriter => ({
  readHabit: async (tenant, key) => {
    const { Item } = await documents.send(
      new GetCommand({ TableName: tableName, Key: habitKey(tenant, key) }),
    );
    if (!Item) return undefined;
    const { paidOrders, channelId, method, expiresAtSeconds } = habitSchema.parse(Item);
    if (expiresAtSeconds < now() / 1_000) return undefined;
    return {
      paidOrders,
      preferredChannelId: channelId as `ch_${string}`,
      ...(method ? { preferredMethod: method } : {}),
    };
  },

  notePaid: async (tenant, { key, channelId, method, at }) => {
    const atSeconds = Math.floor(at.getTime() / 1_000);
    const values = {
      ':channel': channelId,
      ':method': method,
      ':at': atSeconds,
      ':expires': atSeconds + KEPT_SECONDS,
      ':one': 1,
    };
    for (const { update, condition } of NOTES) {
      const isNoted = await updateIf(documents, {
        TableName: tableName,
        Key: habitKey(tenant, key),
        UpdateExpression: update,
        ...(condition === undefined ? {} : { ConditionExpression: condition }),
        ...(update.includes('#method') ? { ExpressionAttributeNames: METHOD_NAME } : {}),
        ExpressionAttributeValues: valuesIn(values, `${update} ${condition}`),
      });
      if (isNoted) return;
    }
  },
});
