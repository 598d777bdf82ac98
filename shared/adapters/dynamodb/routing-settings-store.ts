import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import type {
  RoutingSettingsReader,
  RoutingSettingsStore,
  VersionedRoutingSettings,
} from '../../application/ports/routing-settings-store.ts';
import { type Tenant, tenantKey } from '../../domain/identity/tenant.ts';
import {
  DEFAULT_ROUTING_SETTINGS,
  routingSettingsSchema,
} from '../../domain/routing/routing-settings.ts';
import { boundedCache } from './bounded-cache.ts';
import { type RulesTable, rulesPk } from './rule-store.ts';

const settingsKey = (tenant: Tenant) => ({ pk: rulesPk(tenant), sk: 'SETTINGS' });

const itemSchema = z.object({
  settings: routingSettingsSchema,
  version: z.int(),
  updatedAt: z.iso.datetime(),
});

/** Nobody changed them before. */
const IS_NEW = 'attribute_not_exists(pk)';
/** They are what the change was made on. */
const IS_UNCHANGED = '#version = :previous';

/** Routing settings: one item a tenant, beside its rules. */
export const dynamoRoutingSettings = ({
  documents,
  tableName,
}: RulesTable): RoutingSettingsStore => ({
  readVersioned: async (tenant) => {
    const { Item } = await documents.send(
      new GetCommand({ TableName: tableName, Key: settingsKey(tenant), ConsistentRead: true }),
    );
    return Item
      ? itemSchema.parse(Item)
      : { settings: DEFAULT_ROUTING_SETTINGS, version: 0, updatedAt: undefined };
  },

  write: async (tenant, settings, { previousVersion, at }) => {
    try {
      await documents.send(
        new PutCommand({
          TableName: tableName,
          Item: {
            ...settingsKey(tenant),
            settings,
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

/** How late a payment may notice a changed setting, an operator's hand included. */
const KEPT_MILLIS = 2_000;
const MAX_TENANTS = 500;

export const cachedRoutingSettings = (
  store: Pick<RoutingSettingsStore, 'readVersioned'>,
  now: () => number = () => performance.now(),
): RoutingSettingsReader => {
  const kept = boundedCache<VersionedRoutingSettings>({
    name: 'settings',
    keptMillis: KEPT_MILLIS,
    renewed: true,
    maxEntries: MAX_TENANTS,
    now,
  });
  return {
    read: async (tenant) =>
      (await kept(tenantKey(tenant), () => store.readVersioned(tenant))).settings,
  };
};
