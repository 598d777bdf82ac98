import { AppError, concurrentChange } from '../../domain/errors/app-error.ts';
import type { Product } from '../../domain/products/product.ts';
import type { InventoryStore, StockOf } from '../ports/inventory-store.ts';
import type { Runtime } from '../ports/runtime.ts';
import type { Sealer } from '../ports/sealer.ts';
import type { WebhookUrlCheck } from '../ports/webhook-sender.ts';
import { checkEndpointUrl } from '../webhooks/check-endpoint-url.ts';
import { newSecret } from '../webhooks/new-secret.ts';
import { readProduct } from './read-product.ts';

export interface DeliveryHookDeps {
  readonly inventory: Pick<InventoryStore, 'readProduct' | 'updateProduct'>;
  readonly urlCheck: WebhookUrlCheck;
  readonly sealer: Sealer;
  readonly runtime: Runtime;
}

/**
 * Sets the hook of a manual product, with a fresh secret. Orders that are paid from now on are asked for there.
 *
 * @throws AppError not_found · invalid_parameter · state_conflict · concurrent_change
 */
export const setDeliveryHook = async (
  deps: DeliveryHookDeps,
  stock: StockOf,
  url: string,
): Promise<{ product: Product; secret: string }> => {
  const product = await readProduct(deps.inventory, stock);
  if (product.cardKind !== 'manual')
    throw new AppError(
      'state_conflict',
      'Only a manual product is delivered by a hook; this one delivers cards from stock.',
    );
  await checkEndpointUrl(deps.urlCheck, url);
  const secret = await newSecret(deps, { tenant: stock.tenant, endpointId: product.id });
  const changed = await update(deps, product, { url, secret: secret.sealed });
  return { product: changed, secret: secret.text };
};

/** @throws AppError not_found · concurrent_change */
export const removeDeliveryHook = async (
  deps: DeliveryHookDeps,
  stock: StockOf,
): Promise<Product> => {
  const product = await readProduct(deps.inventory, stock);
  return product.deliveryHook ? update(deps, product, undefined) : product;
};

const update = async (
  { inventory, runtime }: DeliveryHookDeps,
  product: Product,
  deliveryHook: Product['deliveryHook'],
): Promise<Product> => {
  const changed: Product = {
    ...product,
    deliveryHook,
    version: product.version + 1,
    updatedAt: runtime.now().toISOString(),
  };
  if (await inventory.updateProduct(changed)) return changed;
  throw concurrentChange('Somebody else changed the product at the same moment. Try again.');
};
