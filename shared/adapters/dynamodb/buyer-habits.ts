import { type DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import type { BuyerHabitReader, BuyerHabitWriter } from '../../application/ports/buyer-habits.ts';
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
  expiresAtSeconds: z.number(),
});

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
    const { paidOrders, channelId, expiresAtSeconds } = habitSchema.parse(Item);
    if (expiresAtSeconds < now() / 1_000) return undefined;
    return { paidOrders, preferredChannelId: channelId as `ch_${string}` };
  },

  notePaid: async (tenant, { key, channelId, at }) => {
    await documents.send(
      new UpdateCommand({
        TableName: tableName,
        Key: habitKey(tenant, key),
        UpdateExpression:
          'SET channelId = :channel, expiresAtSeconds = :expires ADD paidOrders :one',
        ExpressionAttributeValues: {
          ':channel': channelId,
          ':expires': Math.floor(at.getTime() / 1_000) + KEPT_SECONDS,
          ':one': 1,
        },
      }),
    );
  },
});
