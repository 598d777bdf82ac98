import type { CheckoutSettingsStore } from '../../application/ports/checkout-settings-store.ts';
import type { MerchantStore } from '../../application/ports/merchant-store.ts';
import type { ShopReader } from '../../application/ports/shop-reader.ts';
import { tenantKey } from '../../domain/identity/tenant.ts';
import type { Shop } from '../../domain/merchants/shop.ts';
import { boundedCache } from './bounded-cache.ts';

/** How late a page may notice a changed setting or name. */
const KEPT_MILLIS = 5_000;
const MAX_TENANTS = 500;

/** Shops as their buyers see them: settings and merchant, read side by side and kept together. */
export const cachedShops = (
  {
    settings,
    merchants,
  }: {
    readonly settings: Pick<CheckoutSettingsStore, 'readVersioned'>;
    readonly merchants: Pick<MerchantStore, 'read'>;
  },
  now: () => number = () => performance.now(),
): ShopReader => {
  const kept = boundedCache<Shop>({
    name: 'shops',
    keptMillis: KEPT_MILLIS,
    renewed: true,
    maxEntries: MAX_TENANTS,
    now,
  });
  return {
    readShop: (tenant) =>
      kept(tenantKey(tenant), async () => {
        const [known, merchant] = await Promise.all([
          settings.readVersioned(tenant),
          merchants.read(tenant.merchantId),
        ]);
        return { name: merchant?.name, settings: known.settings };
      }),
  };
};
