import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import type { PolicyReader, PolicyStore } from '../../application/ports/policy-store.ts';
import { type Tenant, tenantKey } from '../../domain/identity/tenant.ts';
import {
  DEFAULT_PAYMENT_POLICIES,
  paymentPoliciesSchema,
} from '../../domain/policies/payment-policies.ts';
import { boundedCache } from './bounded-cache.ts';
import type { MerchantsTable } from './merchant-store.ts';

const policiesKey = (tenant: Tenant) => ({
  pk: `${tenantKey(tenant)}#settings`,
  sk: 'PAYMENT_POLICIES',
});

const itemSchema = z.object({
  policies: paymentPoliciesSchema,
  version: z.int(),
  updatedAt: z.iso.datetime(),
});

/** Nobody changed them before. */
const IS_NEW = 'attribute_not_exists(pk)';
/** They are what the change was made on. */
const IS_UNCHANGED = '#version = :previous';

/** Payment policies: one item a tenant. */
export const dynamoPolicyStore = ({ documents, tableName }: MerchantsTable): PolicyStore => ({
  readVersioned: async (tenant) => {
    const { Item } = await documents.send(
      new GetCommand({ TableName: tableName, Key: policiesKey(tenant), ConsistentRead: true }),
    );
    return Item
      ? itemSchema.parse(Item)
      : { policies: DEFAULT_PAYMENT_POLICIES, version: 0, updatedAt: undefined };
  },
  writePolicies: async (tenant, policies, { previousVersion, at }) => {
    try {
      await documents.send(
        new PutCommand({
          TableName: tableName,
          Item: {
            ...policiesKey(tenant),
            policies,
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

/** How late a payment may notice a changed policy. */
const KEPT_MILLIS = 5_000;
const MAX_TENANTS = 500;

/** The payment path's view of the policies. */
export const cachedPolicies = (
  store: Pick<PolicyStore, 'readVersioned'>,
  now: () => number = () => performance.now(),
): PolicyReader => {
  const kept = boundedCache<Awaited<ReturnType<PolicyStore['readVersioned']>>>({
    name: 'policies',
    keptMillis: KEPT_MILLIS,
    maxEntries: MAX_TENANTS,
    now,
  });
  return {
    readPolicies: async (tenant) =>
      (await kept(tenantKey(tenant), () => store.readVersioned(tenant))).policies,
  };
};
