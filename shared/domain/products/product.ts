import { z } from 'zod';
import { productIdSchema } from '../identity/ids.ts';
import { tenantSchema } from '../identity/tenant.ts';
import { moneySchema } from '../money/money.ts';
import { sealedSchema } from '../stock/sealed.ts';

/**
 * How a product's cards are handed over.
 * - `unique`: each card is sold once (卡密).
 * - `loop`: the same card is shown to every buyer (循环卡密); stock never runs out while one card exists.
 * - `manual`: the merchant delivers by hand after payment; there is no stock to count.
 */
export const cardKindSchema = z.enum(['unique', 'loop', 'manual']);
export type CardKind = z.infer<typeof cardKindSchema>;

/** Hard ceiling of cards in one order: one transaction carries them all. */
export const MAX_QUANTITY = 50;

/** Most partitions one product's free cards are spread over. */
export const MAX_STOCK_LANES = 16;

export const productSchema = z.object({
  id: productIdSchema,
  tenant: tenantSchema,
  name: z.string(),
  description: z.string(),
  price: moneySchema,
  minQuantity: z.int(),
  maxQuantity: z.int(),
  cardKind: cardKindSchema,
  status: z.enum(['active', 'archived']),
  /** `stock.low` is sent when fewer cards than this are left. 0 switches it off. */
  lowStockThreshold: z.int(),
  /** The low-stock event was sent and stock has not been refilled since. */
  lowStockNotified: z.boolean(),
  /** Units that paid orders wait for: they come before every new buyer. Changed by orders alone. */
  waitingUnits: z.int().default(0),
  /**
   * Only for manual products: the merchant's system, which is asked for what to deliver when an order is paid. Requests
   * are signed like webhooks.
   */
  deliveryHook: z.object({ url: z.string(), secret: sealedSchema }).optional(),
  /** Number of partitions that hold the product's free cards; 1 keeps strict first-in-first-out. */
  stockLanes: z.int(),
  /** Grows by one with every change; guards concurrent edits. */
  version: z.int(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});
export type Product = z.infer<typeof productSchema>;
