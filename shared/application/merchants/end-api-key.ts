import { AppError, notFound } from '../../domain/errors/app-error.ts';
import { type ApiKey, isKeyLive } from '../../domain/merchants/merchant.ts';
import { type ApiKeyDeps, createApiKey } from './create-api-key.ts';

const findKey = async (
  { merchants }: ApiKeyDeps,
  merchantId: string,
  keyId: string,
): Promise<ApiKey> => {
  const key = (await merchants.listKeys(merchantId)).find(({ id }) => id === keyId);
  if (!key) throw notFound('API key');
  return key;
};

/** The end that is stored: an end never moves to later. */
const endingAt = (key: ApiKey, endsAt: string): ApiKey => ({
  ...key,
  endsAt: key.endsAt !== undefined && key.endsAt < endsAt ? key.endsAt : endsAt,
});

/** Ends a key at once. Functions that used it in the last ten seconds may believe it that much longer. */
export const revokeApiKey = async (
  deps: ApiKeyDeps,
  { merchantId, keyId }: { merchantId: string; keyId: string },
): Promise<ApiKey> => {
  const key = await findKey(deps, merchantId, keyId);
  const endsAt = deps.runtime.now().toISOString();
  await deps.merchants.endKey(key, endsAt);
  return endingAt(key, endsAt);
};

/**
 * Makes a new key beside the old one, which works until the overlap is over: a shop changes keys without a gap.
 *
 * @throws AppError `not_found`; `state_conflict` when the key has ended already
 */
export const rotateApiKey = async (
  deps: ApiKeyDeps,
  { merchantId, keyId, overlapHours }: { merchantId: string; keyId: string; overlapHours: number },
): Promise<{ key: ApiKey; secret: string; old: ApiKey }> => {
  const old = await findKey(deps, merchantId, keyId);
  if (!isKeyLive(old, deps.runtime.now())) {
    throw new AppError(
      'state_conflict',
      `The key ${keyId} has ended and cannot be rotated. Create a new one.`,
    );
  }
  const made = await createApiKey(deps, { merchantId, mode: old.mode, label: old.label });
  const endsAt = new Date(deps.runtime.now().getTime() + overlapHours * 3_600_000).toISOString();
  await deps.merchants.endKey(old, endsAt);
  return { ...made, old: endingAt(old, endsAt) };
};
