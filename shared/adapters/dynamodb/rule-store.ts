import { type DynamoDBDocumentClient, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import type { RulePointer, RuleStore, RuleVersion } from '../../application/ports/rule-store.ts';
import { type Tenant, tenantKey } from '../../domain/identity/tenant.ts';
import { ruleSetSchema } from '../../domain/routing/rules/rule-set-schema.ts';
import { type GuardedWrite, writeTransaction } from './transaction.ts';

/** The channels table. */
export interface RulesTable {
  readonly documents: DynamoDBDocumentClient;
  readonly tableName: string;
}

/** One item collection holds all of a tenant's rules: a pointer, versions, and a count of hits by version. */
export const rulesPk = (tenant: Tenant): string => `${tenantKey(tenant)}#rules`;

const POINTER = 'POINTER';
/** Versions sort by their number as text. */
const versionSk = (version: number): string => `VERSION#${String(version).padStart(10, '0')}`;

const pointerSchema = z.object({
  revision: z.int(),
  latest: z.int(),
  active: z.int().optional(),
  shadow: z.int().optional(),
});

/** The set is kept as JSON text: as small as it was sent, and nested as deep as it likes. */
const versionSchema = z
  .object({
    version: z.int(),
    set: z.string(),
    createdAt: z.iso.datetime(),
    createdBy: z.string(),
    actor: z.string().optional(),
    rolledBackFrom: z.int().optional(),
  })
  .transform(
    ({ set, ...rest }): RuleVersion => ({
      ...rest,
      set: ruleSetSchema.parse(JSON.parse(set)),
    }),
  );

const NO_RULES: RulePointer = { revision: 0, latest: 0 };

/** Nobody wrote the item before: a version is written once. */
const IS_NEW = 'attribute_not_exists(pk)';
/** The pointer is the one that the move was made on. */
const IS_UNMOVED = 'revision = :previous';

/** Rules in the channels table. A version is an item that never changes; a pointer says which ones count. */
export const dynamoRuleStore = ({ documents, tableName }: RulesTable): RuleStore => ({
  readPointer: async (tenant) => {
    const { Item } = await documents.send(
      new GetCommand({
        TableName: tableName,
        Key: { pk: rulesPk(tenant), sk: POINTER },
        ConsistentRead: true,
      }),
    );
    return Item ? pointerSchema.parse(Item) : NO_RULES;
  },

  readVersion: async (tenant, version) => {
    const { Item } = await documents.send(
      new GetCommand({
        TableName: tableName,
        Key: { pk: rulesPk(tenant), sk: versionSk(version) },
        ConsistentRead: true,
      }),
    );
    return Item ? versionSchema.parse(Item) : undefined;
  },

  listVersions: async (tenant, { limit, before = Number.MAX_SAFE_INTEGER }) => {
    if (before <= 1) return { versions: [], hasMore: false };
    const page = await documents.send(
      new QueryCommand({
        TableName: tableName,
        KeyConditionExpression: 'pk = :pk AND sk BETWEEN :first AND :last',
        ExpressionAttributeValues: {
          ':pk': rulesPk(tenant),
          ':first': versionSk(0),
          ':last': versionSk(Math.min(before - 1, 9_999_999_999)),
        },
        ScanIndexForward: false,
        ConsistentRead: true,
        Limit: limit + 1,
      }),
    );
    const versions = (page.Items ?? []).map((item) => versionSchema.parse(item));
    // A page of large versions ends early, at a megabyte.
    const hasMore = versions.length > limit || page.LastEvaluatedKey !== undefined;
    return { versions: versions.slice(0, limit), hasMore };
  },

  movePointer: async (tenant, { from, to, added }) => {
    const writes: GuardedWrite<false>[] = [
      {
        write: {
          Put: {
            TableName: tableName,
            Item: { pk: rulesPk(tenant), sk: POINTER, ...to, revision: from.revision + 1 },
            ...(from.revision === 0
              ? { ConditionExpression: IS_NEW }
              : {
                  ConditionExpression: IS_UNMOVED,
                  ExpressionAttributeValues: { ':previous': from.revision },
                }),
          },
        },
        refusal: false,
      },
    ];
    if (added) {
      const { set, ...rest } = added;
      writes.push({
        write: {
          Put: {
            TableName: tableName,
            Item: {
              pk: rulesPk(tenant),
              sk: versionSk(added.version),
              ...rest,
              set: JSON.stringify(set),
            },
            ConditionExpression: IS_NEW,
          },
        },
        refusal: false,
      });
    }
    return (await writeTransaction(documents, writes)).kind === 'written';
  },
});
