import type { CardBatch } from '../../domain/stock/card-batch.ts';
import type { InventoryStore, StockOf } from '../ports/inventory-store.ts';
import { readProduct } from './read-product.ts';

/** @throws AppError `not_found` when the tenant has no such product */
export const listBatches = async (
  inventory: Pick<InventoryStore, 'readProduct' | 'listBatches'>,
  stock: StockOf,
  page: { limit: number; startingAfter?: string },
): Promise<{ batches: CardBatch[]; hasMore: boolean }> => {
  await readProduct(inventory, stock);
  return inventory.listBatches(stock, page);
};
