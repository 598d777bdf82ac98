import { AppError, concurrentChange } from '../../domain/errors/app-error.ts';
import type { Currency } from '../../domain/money/money.ts';
import { money } from '../../domain/money/money.ts';
import type { Product } from '../../domain/products/product.ts';
import type { InventoryStore, StockOf } from '../ports/inventory-store.ts';
import type { Runtime } from '../ports/runtime.ts';
import { checkQuantities } from './check-quantities.ts';
import { noteRefill } from './note-refill.ts';
import { readProduct } from './read-product.ts';

/** What to change; what is absent or undefined stays. */
export interface ProductEdit
  extends Partial<
    Pick<
      Product,
      | 'name'
      | 'description'
      | 'minQuantity'
      | 'maxQuantity'
      | 'status'
      | 'lowStockThreshold'
      | 'stockLanes'
    >
  > {
  readonly priceMinor?: number;
  readonly currency?: Currency;
}

export interface UpdateProductDeps {
  readonly inventory: Pick<
    InventoryStore,
    'readProduct' | 'updateProduct' | 'hasFreeCards' | 'clearLowStockNotice'
  >;
  readonly runtime: Runtime;
}

const MAX_ROUNDS = 4;

/**
 * Changes a product. An edit that meets another one is made again on top of it, so that neither is lost.
 *
 * @throws AppError not_found · invalid_parameter · missing_parameter · concurrent_change
 */
export const updateProduct = async (
  { inventory, runtime }: UpdateProductDeps,
  stock: StockOf,
  edit: ProductEdit,
): Promise<Product> => {
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const product = applyEdit(await readProduct(inventory, stock), edit, runtime.now());
    if (await inventory.updateProduct(product)) {
      await noteRefill(inventory, product);
      return product;
    }
  }
  throw concurrentChange('The product is being changed by others at the same time. Try again.');
};

const applyEdit = (product: Product, edit: ProductEdit, now: Date): Product => {
  const { priceMinor, currency, ...fields } = edit;
  if (currency && currency !== product.price.currency && priceMinor === undefined) {
    throw new AppError(
      'missing_parameter',
      '"price_amount" is required with a new "currency": the same number is another price.',
      { param: 'price_amount' },
    );
  }
  if (fields.stockLanes !== undefined && fields.stockLanes < product.stockLanes) {
    throw new AppError(
      'invalid_parameter',
      `"stock_lanes" can only grow (it is ${product.stockLanes}): cards in the others would be out of reach.`,
      { param: 'stock_lanes' },
    );
  }
  const edited: Product = {
    ...product,
    ...definedOf(fields),
    price: money(currency ?? product.price.currency, priceMinor ?? product.price.minor),
    version: product.version + 1,
    updatedAt: now.toISOString(),
  };
  checkQuantities(edited);
  return edited;
};

const definedOf = <Fields extends object>(fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Fields;
