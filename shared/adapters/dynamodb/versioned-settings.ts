import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import type { VersionedSettingsStore } from '../../application/ports/versioned-settings.ts';
import type { Tenant } from '../../domain/identity/tenant.ts';

/** Nobody changed them before. */
const IS_NEW = 'attribute_not_exists(pk)';
/** They are what the change was made on. */
const IS_UNCHANGED = '#version = :previous';

const stampSchema = z.object({ version: z.int(), updatedAt: z.iso.datetime() });

/** Settings of one kind: one item a tenant, each change conditional on the one before. */
export const versionedSettings = <Settings>(
  table: { readonly documents: DynamoDBDocumentClient; readonly tableName: string },
  kind: {
    readonly keyOf: (tenant: Tenant) => { readonly pk: string; readonly sk: string };
    /** The attribute that holds them. */
    readonly attribute: 'policies' | 'settings';
    readonly schema: z.ZodType<Settings>;
    readonly defaults: Settings;
  },
): VersionedSettingsStore<Settings> => ({
  readVersioned: async (tenant) => {
    const { Item } = await table.documents.send(
      new GetCommand({
        TableName: table.tableName,
        Key: kind.keyOf(tenant),
        ConsistentRead: true,
      }),
    );
    return Item
      ? { settings: kind.schema.parse(Item[kind.attribute]), ...stampSchema.parse(Item) }
      : { settings: kind.defaults, version: 0, updatedAt: undefined };
  },

  write: async (tenant, settings, { previousVersion, at }) => {
    try {
      await table.documents.send(
        new PutCommand({
          TableName: table.tableName,
          Item: {
            ...kind.keyOf(tenant),
            [kind.attribute]: settings,
            version: previousVersion + 1,
            updatedAt: at.toISOString(),
          },
          ...(previousVersion === 0
            ? { ConditionExpression: IS_NEW }
            : {
                ConditionExpression: IS_UNCHANGED,
                ExpressionAttributeNames: { '#version': 'version' },
                ExpressionAttributeValues: { ':previous': previousVersion },
              }),
        }),
      );
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  },
});
