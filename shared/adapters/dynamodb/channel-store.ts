import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import {
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
} from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import type { CapReader, ChannelStore } from '../../application/ports/channel-store.ts';
import { type Channel, channelSchema } from '../../domain/channels/channel.ts';
import { type Tenant, tenantKey, tenantSchema } from '../../domain/identity/tenant.ts';
import { readCaps } from './cap-writes.ts';
import { listOwner } from './channel-owners.ts';

/** The item is new: nobody wrote under this key before. */
const IS_NEW = 'attribute_not_exists(pk)';
/** The item is the one the edit was made on. */
const IS_UNCHANGED = '#version = :previous';

const channelsPk = (tenant: Tenant): string => `${tenantKey(tenant)}#channels`;
const channelKey = (tenant: Tenant, channelId: string) => ({
  pk: channelsPk(tenant),
  sk: channelId,
});
const ownerKey = (channelId: string) => ({ pk: `channel#${channelId}`, sk: 'owner' });

const channelItem = (channel: Channel) => ({
  ...channelKey(channel.tenant, channel.id),
  ...channel,
});

const ownerItemSchema = z.object({ tenant: tenantSchema });

/**
 * Accounts in the channels table: a tenant's accounts are one item collection, so that routing reads them with one
 * query; a pointer item leads from a channel's id to its owner for callbacks, which carry nothing else.
 */
export const dynamoChannelStore = (options: {
  documents: DynamoDBDocumentClient;
  tableName: string;
}): ChannelStore & CapReader => {
  const { documents, tableName } = options;
  return {
    create: async (channel) => {
      await listOwner(options, channel.tenant);
      const items = [
        channelItem(channel),
        { ...ownerKey(channel.id), tenant: channel.tenant, createdAt: channel.createdAt },
      ];
      await documents.send(
        new TransactWriteCommand({
          TransactItems: items.map((item) => ({
            Put: { TableName: tableName, Item: item, ConditionExpression: IS_NEW },
          })),
        }),
      );
    },

    update: async (channel) => {
      try {
        await documents.send(
          new PutCommand({
            TableName: tableName,
            Item: channelItem(channel),
            ConditionExpression: IS_UNCHANGED,
            ExpressionAttributeNames: { '#version': 'version' },
            ExpressionAttributeValues: { ':previous': channel.version - 1 },
          }),
        );
        return true;
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return false;
        throw error;
      }
    },

    read: async (tenant, channelId) => {
      const { Item } = await documents.send(
        new GetCommand({
          TableName: tableName,
          Key: channelKey(tenant, channelId),
          ConsistentRead: true,
        }),
      );
      return Item ? channelSchema.parse(Item) : undefined;
    },

    list: async (tenant) => {
      const channels: Channel[] = [];
      let startKey: Record<string, unknown> | undefined;
      do {
        const page = await documents.send(
          new QueryCommand({
            TableName: tableName,
            KeyConditionExpression: 'pk = :pk',
            ExpressionAttributeValues: { ':pk': channelsPk(tenant) },
            ConsistentRead: true,
            ExclusiveStartKey: startKey,
          }),
        );
        channels.push(...(page.Items ?? []).map((item) => channelSchema.parse(item)));
        startKey = page.LastEvaluatedKey;
      } while (startKey);
      return channels;
    },

    findOwner: async (channelId) => {
      const { Item } = await documents.send(
        new GetCommand({ TableName: tableName, Key: ownerKey(channelId), ConsistentRead: true }),
      );
      return Item ? ownerItemSchema.parse(Item).tenant : undefined;
    },

    readCaps: (tenant, days) => readCaps(options, tenant, days),
  };
};
