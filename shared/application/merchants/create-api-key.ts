import { notFound } from '../../domain/errors/app-error.ts';
import type { Mode } from '../../domain/identity/tenant.ts';
import type { ApiKey } from '../../domain/merchants/merchant.ts';
import type { MerchantStore } from '../ports/merchant-store.ts';
import type { Runtime } from '../ports/runtime.ts';

export interface ApiKeyDeps {
  readonly merchants: MerchantStore;
  readonly runtime: Runtime;
}

const SECRET_BYTES = 32;
const HINT_CHARACTERS = 12;

/** Makes a key. Its text is in the answer and nowhere else: it cannot be shown again. */
export const createApiKey = async (
  { merchants, runtime }: ApiKeyDeps,
  request: { merchantId: string; mode: Mode; label: string },
): Promise<{ key: ApiKey; secret: string }> => {
  if (!(await merchants.read(request.merchantId))) throw notFound('merchant');
  const secret = `sk_${request.mode}_${runtime.newSecret(SECRET_BYTES)}`;
  const key: ApiKey = {
    id: runtime.newId('apiKey'),
    merchantId: request.merchantId,
    mode: request.mode,
    label: request.label,
    hash: runtime.sha256(secret),
    hint: `${secret.slice(0, HINT_CHARACTERS)}…`,
    createdAt: runtime.now().toISOString(),
  };
  await merchants.addKey(key);
  return { key, secret };
};
