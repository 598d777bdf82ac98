import type { Merchant } from '../../domain/merchants/merchant.ts';
import type { MerchantStore } from '../ports/merchant-store.ts';
import type { Runtime } from '../ports/runtime.ts';
import type { Sealer } from '../ports/sealer.ts';

export interface CreateMerchantDeps {
  readonly merchants: MerchantStore;
  readonly sealer: Sealer;
  readonly runtime: Runtime;
}

/** Bytes of the key under which a merchant's cards are fingerprinted. */
export const FINGERPRINT_KEY_BYTES = 32;

/** Opens an account for a shop's owner. */
export const createMerchant = async (
  { merchants, sealer, runtime }: CreateMerchantDeps,
  { name }: { name: string },
): Promise<Merchant> => {
  const id = runtime.newId('merchant');
  const dataKey = await sealer.newDataKey();
  const merchant: Merchant = {
    id,
    name,
    fingerprintKey: dataKey.seal(runtime.newSecret(FINGERPRINT_KEY_BYTES), {
      merchantId: id,
      kind: 'fingerprint_key',
      id,
    }),
    createdAt: runtime.now().toISOString(),
  };
  await merchants.create(merchant);
  return merchant;
};
