import type { Tenant } from '../../domain/identity/tenant.ts';
import type { Shop } from '../../domain/merchants/shop.ts';

/** The payment path's view of a shop. */
export interface ShopReader {
  /** From memory as a rule. A shop that nobody has heard of has no name, and the defaults. */
  readShop(tenant: Tenant): Promise<Shop>;
}
