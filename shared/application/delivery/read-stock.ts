import type { Product } from '../../domain/products/product.ts';
import type { CardBatch } from '../../domain/stock/card-batch.ts';
import { type StockCount, stockCount } from '../../domain/stock/stock-count.ts';
import type { HoldCounter, InventoryStore, StockOf } from '../ports/inventory-store.ts';
import type { Runtime } from '../ports/runtime.ts';
import { readProduct } from './read-product.ts';

export interface ReadStockDeps {
  readonly inventory: Pick<InventoryStore, 'readProduct' | 'freePositions' | 'listBatches'>;
  readonly holds: HoldCounter;
  readonly runtime: Runtime;
}

/** @throws AppError `not_found` */
export const readStock = async (
  { inventory, holds, runtime }: ReadStockDeps,
  stock: StockOf,
): Promise<{ product: Product; count: StockCount }> => {
  const product = await readProduct(inventory, stock);
  const [free, batches, { held, expired }] = await Promise.all([
    inventory.freePositions(stock, product.stockLanes),
    allBatches(inventory, stock),
    holds.countHeld(stock.tenant, stock.productId, runtime.now()),
  ]);
  return {
    product,
    count: stockCount({ cardKind: product.cardKind, free, batches, held, expired }),
  };
};

const allBatches = async (
  inventory: Pick<InventoryStore, 'listBatches'>,
  stock: StockOf,
): Promise<CardBatch[]> => {
  const batches: CardBatch[] = [];
  let hasMore = true;
  while (hasMore) {
    const page = await inventory.listBatches(stock, {
      limit: 100,
      startingAfter: batches.at(-1)?.batchId,
    });
    batches.push(...page.batches);
    hasMore = page.hasMore && page.batches.length > 0;
  }
  return batches;
};
