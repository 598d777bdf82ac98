import type { Tenant } from '../../domain/identity/tenant.ts';
import type { Product } from '../../domain/products/product.ts';
import type { InventoryStore } from '../ports/inventory-store.ts';

/** A tenant's products, newest first. */
export const listProducts = (
  inventory: Pick<InventoryStore, 'listProducts'>,
  tenant: Tenant,
  page: { limit: number; startingAfter?: string },
): Promise<{ products: Product[]; hasMore: boolean }> => inventory.listProducts(tenant, page);
