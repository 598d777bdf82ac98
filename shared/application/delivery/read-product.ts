import { notFound } from '../../domain/errors/app-error.ts';
import type { Product } from '../../domain/products/product.ts';
import type { InventoryStore, StockOf } from '../ports/inventory-store.ts';

/** @throws AppError `not_found`, also for another tenant's product */
export const readProduct = async (
  inventory: Pick<InventoryStore, 'readProduct'>,
  { tenant, productId }: StockOf,
): Promise<Product> => {
  const product = await inventory.readProduct(tenant, productId);
  if (!product) throw notFound('product');
  return product;
};
