import type { Product } from '../../domain/products/product.ts';
import type { InventoryStore } from '../ports/inventory-store.ts';

/**
 * Lets the next shortage be announced again when a shortage was announced and there are enough cards by now. Asked
 * after an import and after a change of the threshold.
 */
export const noteRefill = async (
  inventory: Pick<InventoryStore, 'hasFreeCards' | 'clearLowStockNotice'>,
  { tenant, id, stockLanes, lowStockThreshold, lowStockNotified }: Product,
): Promise<void> => {
  if (!lowStockNotified) return;
  const stock = { tenant, productId: id };
  if (await inventory.hasFreeCards(stock, stockLanes, lowStockThreshold)) {
    await inventory.clearLowStockNotice(stock);
  }
};
