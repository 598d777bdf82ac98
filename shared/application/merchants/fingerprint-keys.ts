import { notFound } from '../../domain/errors/app-error.ts';
import type { FingerprintKeys } from '../ports/inventory-store.ts';
import type { MerchantStore } from '../ports/merchant-store.ts';
import type { Sealer } from '../ports/sealer.ts';

/** The key under which a merchant's cards are fingerprinted: one for test and live, opened for each import. */
export const fingerprintKeys = (deps: {
  readonly merchants: Pick<MerchantStore, 'read'>;
  readonly sealer: Pick<Sealer, 'open'>;
}): FingerprintKeys => ({
  read: async ({ merchantId }) => {
    const merchant = await deps.merchants.read(merchantId);
    if (!merchant) throw notFound('merchant');
    const text = await deps.sealer.open(merchant.fingerprintKey, {
      merchantId,
      kind: 'fingerprint_key',
      id: merchantId,
    });
    return Buffer.from(text, 'base64url');
  },
});
