import type { z } from 'zod';
import type { productObject } from '../../contract/api/delivery.ts';
import type { Product } from '../../domain/products/product.ts';

/** A product as the API shows it. */
export const presentProduct = (product: Product): z.input<typeof productObject> => ({
  object: 'product',
  id: product.id,
  mode: product.tenant.mode,
  name: product.name,
  description: product.description,
  price_amount: Number(product.price.minor),
  currency: product.price.currency,
  min_quantity: product.minQuantity,
  max_quantity: product.maxQuantity,
  card_kind: product.cardKind,
  status: product.status,
  low_stock_threshold: product.lowStockThreshold,
  stock_lanes: product.stockLanes,
  waiting_units: product.waitingUnits,
  delivery_hook_url: product.deliveryHook?.url ?? null,
  created_at: product.createdAt,
  updated_at: product.updatedAt,
});
