import type { z } from 'zod';
import type { readStock } from '../../contract/api/delivery.ts';
import type { Product } from '../../domain/products/product.ts';
import type { StockCount } from '../../domain/stock/stock-count.ts';

/** A product's stock as the API shows it: what has no end is `unlimited` and never a number. */
export const presentStock = (
  product: Product,
  { available, reserved, sold }: StockCount,
): z.input<typeof readStock.reply> => ({
  object: 'stock',
  product: product.id,
  available: available ?? null,
  reserved,
  sold: sold ?? null,
  unlimited: available === undefined,
  low_stock_threshold: product.lowStockThreshold,
});
