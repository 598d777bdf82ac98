import type { Tenant } from '../../domain/identity/tenant.ts';
import type { Product } from '../../domain/products/product.ts';
import type { InventoryStore } from '../ports/inventory-store.ts';
import type { Runtime } from '../ports/runtime.ts';
import { checkQuantities } from './check-quantities.ts';

export type NewProduct = Pick<
  Product,
  | 'name'
  | 'description'
  | 'price'
  | 'minQuantity'
  | 'maxQuantity'
  | 'cardKind'
  | 'lowStockThreshold'
  | 'stockLanes'
>;

export interface CreateProductDeps {
  readonly inventory: Pick<InventoryStore, 'createProduct'>;
  readonly runtime: Runtime;
}

/** @throws AppError `invalid_parameter` */
export const createProduct = async (
  { inventory, runtime }: CreateProductDeps,
  tenant: Tenant,
  fields: NewProduct,
): Promise<Product> => {
  checkQuantities(fields);
  const now = runtime.now().toISOString();
  const product: Product = {
    ...fields,
    id: runtime.newId('product'),
    tenant,
    status: 'active',
    lowStockNotified: false,
    waitingUnits: 0,
    version: 1,
    createdAt: now,
    updatedAt: now,
  };
  await inventory.createProduct(product);
  return product;
};
