import type { Product } from '../../domain/products/product.ts';
import type { MerchantEvent } from '../../domain/webhooks/event.ts';

export interface StockAlerts {
  /**
   * Marks the product as announced and records the event in one transaction; `false` when somebody announced it
   * already. The mark is taken back when stock is refilled.
   */
  announceLowStock(product: Product, event: MerchantEvent): Promise<boolean>;
}
