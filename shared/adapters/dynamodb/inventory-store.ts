import type { InventoryStore } from '../../application/ports/inventory-store.ts';
import { addCards } from './add-cards.ts';
import { closeBatch, listBatches, openBatch } from './card-batches.ts';
import { freePositions, hasFreeCards, readShelf } from './free-cards.ts';
import type { InventoryTable } from './inventory-table.ts';
import {
  clearLowStockNotice,
  createProduct,
  listProducts,
  readProduct,
  updateProduct,
} from './products.ts';

/**
 * Products and their cards in DynamoDB. A free card is an item of its own in a lane of its product; selling it
 * moves it into the order, in the order's own transaction (see card-writes).
 */
export const dynamoInventoryStore = (table: InventoryTable): InventoryStore => ({
  readShelf: (tenant, productId, options) => readShelf(table, { tenant, productId }, options),
  createProduct: (product) => createProduct(table, product),
  readProduct: (tenant, productId) => readProduct(table, { tenant, productId }),
  updateProduct: (product) => updateProduct(table, product),
  clearLowStockNotice: (stock) => clearLowStockNotice(table, stock),
  listProducts: (tenant, page) => listProducts(table, tenant, page),
  openBatch: (batch, size) => openBatch(table, batch, size),
  closeBatch: (batch) => closeBatch(table, batch),
  listBatches: (stock, page) => listBatches(table, stock, page),
  addCards: (stock, cards, { resumed }) => addCards(table, { stock, cards, resumed }),
  freePositions: (stock, lanes) => freePositions(table, stock, lanes),
  hasFreeCards: (stock, lanes, count) => hasFreeCards(table, stock, { lanes, count }),
});
