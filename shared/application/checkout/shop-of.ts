import type { Tenant } from '../../domain/identity/tenant.ts';
import { PLAIN_SHOP, type Shop } from '../../domain/merchants/shop.ts';
import type { Log } from '../ports/runtime.ts';
import type { ShopReader } from '../ports/shop-reader.ts';

export interface ShopOfDeps {
  readonly shops: ShopReader;
  readonly log: Pick<Log, 'warn'>;
}

/** The shop of an order; a plain one when it cannot be read. It never fails, so that it may be read beside other things. */
export const shopOf = async ({ shops, log }: ShopOfDeps, tenant: Tenant): Promise<Shop> => {
  try {
    return await shops.readShop(tenant);
  } catch (error) {
    log.warn('a shop’s look could not be read; its page is a plain one', { tenant, error });
    return PLAIN_SHOP;
  }
};
