import { createDocumentClient } from '#shared/adapters/dynamodb/client.ts';
import { dynamoMerchantStore } from '#shared/adapters/dynamodb/merchant-store.ts';
import { createSealer } from '#shared/adapters/kms/sealer.ts';
import { createApiKey } from '#shared/application/merchants/create-api-key.ts';
import { createMerchant } from '#shared/application/merchants/create-merchant.ts';
import { systemRuntime } from '#shared/platform/runtime.ts';

/** Opens an account as an operator does: the API has no route for it. */
export const createDemoMerchant = async (
  tableName: string,
  sealingKey: string,
  name = 'Demo shop',
): Promise<{ merchantId: string; apiKey: string }> => {
  const documents = createDocumentClient();
  try {
    const merchants = dynamoMerchantStore({ documents, tableName });
    const deps = { merchants, sealer: createSealer(sealingKey), runtime: systemRuntime };
    const { id } = await createMerchant(deps, { name });
    const request = { merchantId: id, mode: 'test', label: 'local stack' } as const;
    return { merchantId: id, apiKey: (await createApiKey(deps, request)).secret };
  } finally {
    documents.destroy();
  }
};
