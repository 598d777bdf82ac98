import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import {
  type DynamoDBDocumentClient,
  GetCommand,
  paginateQuery,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import type { MerchantStore } from '../../application/ports/merchant-store.ts';
import { merchantIdSchema } from '../../domain/identity/ids.ts';
import { type Tenant, tenantKey } from '../../domain/identity/tenant.ts';
import { type ApiKey, apiKeySchema, merchantSchema } from '../../domain/merchants/merchant.ts';

export interface MerchantsTable {
  readonly documents: DynamoDBDocumentClient;
  /** Physical name of the table `merchants`. */
  readonly tableName: string;
}

/** Where a tenant's settings lie, an item a kind. */
export const settingsPk = (tenant: Tenant): string => `${tenantKey(tenant)}#settings`;

const MERCHANT_SK = 'MERCHANT';
const KEY_PREFIX = 'KEY#';
const POINTERS_PK = 'merchants';

/** Nobody wrote under this key before. */
const IS_NEW = 'attribute_not_exists(pk)';
/** The key exists and does not end earlier already. */
const CAN_END = 'attribute_exists(pk) AND (attribute_not_exists(endsAt) OR endsAt > :endsAt)';

/**
 * A merchant with their keys is one partition, `merchant#<id>`; which merchant a key belongs to is found by the key's
 * hash alone, in an item no merchant can reach (see {@link keyLookupKey}).
 */
const merchantKey = (merchantId: string) => ({ pk: `merchant#${merchantId}`, sk: MERCHANT_SK });
const keyKey = (key: ApiKey) => ({
  pk: `merchant#${key.merchantId}`,
  sk: `${KEY_PREFIX}${key.id}`,
});
export const keyLookupKey = (hash: string) => ({ pk: `key#${hash}`, sk: 'OWNER' });

/** Merchants and API keys in DynamoDB. */
export const dynamoMerchantStore = ({ documents, tableName }: MerchantsTable): MerchantStore => ({
  create: async (merchant) => {
    const put = (Item: Record<string, unknown>) => ({
      Put: { TableName: tableName, Item, ConditionExpression: IS_NEW },
    });
    await documents.send(
      new TransactWriteCommand({
        TransactItems: [
          put({ ...merchantKey(merchant.id), ...merchant }),
          put({ pk: POINTERS_PK, sk: merchant.id }),
        ],
      }),
    );
  },
  read: (merchantId) => readMerchant({ documents, tableName }, merchantId),
  list: async () => {
    const ids = (await queryAll({ documents, tableName }, POINTERS_PK, '')).map(({ sk }) =>
      merchantIdSchema.parse(sk),
    );
    const merchants = await Promise.all(
      ids.map((id) => readMerchant({ documents, tableName }, id)),
    );
    return merchants.filter((merchant) => merchant !== undefined);
  },
  addKey: async (key) => {
    const put = (Item: Record<string, unknown>) => ({
      Put: { TableName: tableName, Item, ConditionExpression: IS_NEW },
    });
    await documents.send(
      new TransactWriteCommand({
        TransactItems: [
          put({ ...keyKey(key), ...key }),
          put({ ...keyLookupKey(key.hash), ...key }),
        ],
      }),
    );
  },
  listKeys: async (merchantId) =>
    (await queryAll({ documents, tableName }, `merchant#${merchantId}`, KEY_PREFIX)).map((item) =>
      apiKeySchema.parse(item),
    ),
  endKey: (key, endsAt) => endKey({ documents, tableName }, key, endsAt),
});

const readMerchant = async ({ documents, tableName }: MerchantsTable, merchantId: string) => {
  const { Item } = await documents.send(
    new GetCommand({ TableName: tableName, Key: merchantKey(merchantId), ConsistentRead: true }),
  );
  return Item && merchantSchema.parse(Item);
};

const queryAll = async (
  { documents, tableName }: MerchantsTable,
  pk: string,
  prefix: string,
): Promise<Record<string, unknown>[]> => {
  const items: Record<string, unknown>[] = [];
  const pages = paginateQuery(
    { client: documents },
    {
      TableName: tableName,
      KeyConditionExpression: prefix ? 'pk = :pk AND begins_with(sk, :prefix)' : 'pk = :pk',
      ExpressionAttributeValues: { ':pk': pk, ...(prefix ? { ':prefix': prefix } : {}) },
      ConsistentRead: true,
    },
  );
  for await (const { Items = [] } of pages) items.push(...Items);
  return items;
};

/** The lookup item decides; the merchant's own copy follows, so that a crash in between leaves the key ended. */
const endKey = async (
  { documents, tableName }: MerchantsTable,
  key: ApiKey,
  endsAt: string,
): Promise<boolean> => {
  for (const Key of [keyLookupKey(key.hash), keyKey(key)]) {
    try {
      await documents.send(
        new UpdateCommand({
          TableName: tableName,
          Key,
          UpdateExpression: 'SET endsAt = :endsAt',
          ConditionExpression: CAN_END,
          ExpressionAttributeValues: { ':endsAt': endsAt },
        }),
      );
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      const { Item } = await documents.send(new GetCommand({ TableName: tableName, Key }));
      if (!Item) return false;
    }
  }
  return true;
};
