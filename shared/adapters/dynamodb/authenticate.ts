import { createHash } from 'node:crypto';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import type { Tenant } from '../../domain/identity/tenant.ts';
import { type ApiKey, apiKeySchema, isKeyLive } from '../../domain/merchants/merchant.ts';
import { keyLookupKey, type MerchantsTable } from './merchant-store.ts';

/** How late a revocation may be noticed by a warm function. */
const KEPT_MILLIS = 10_000;
const MAX_KEPT = 2_000;

/** Finds whom an API key belongs to, by its hash. Wrong keys are looked up every time and never remembered. */
export const apiKeyAuthenticator = (
  { documents, tableName }: MerchantsTable,
  now: () => Date = () => new Date(),
): ((bearer: string) => Promise<{ tenant: Tenant; keyId: string } | undefined>) => {
  const kept = new Map<string, { key: ApiKey; untilMillis: number }>();
  const find = async (hash: string): Promise<ApiKey | undefined> => {
    const known = kept.get(hash);
    if (known && known.untilMillis > now().getTime()) return known.key;
    const { Item } = await documents.send(
      new GetCommand({ TableName: tableName, Key: keyLookupKey(hash), ConsistentRead: true }),
    );
    kept.delete(hash);
    if (!Item) return undefined;
    const key = apiKeySchema.parse(Item);
    if (kept.size >= MAX_KEPT) kept.clear();
    kept.set(hash, { key, untilMillis: now().getTime() + KEPT_MILLIS });
    return key;
  };
  return async (bearer) => {
    const key = await find(createHash('sha256').update(bearer).digest('hex'));
    if (!key || !bearer.startsWith(`sk_${key.mode}_`) || !isKeyLive(key, now())) return undefined;
    return { tenant: { merchantId: key.merchantId, mode: key.mode }, keyId: key.id };
  };
};
