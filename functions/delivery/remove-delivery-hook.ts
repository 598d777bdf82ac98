import {
  type DeliveryHookDeps,
  removeDeliveryHook as remove,
} from '#shared/application/delivery/delivery-hook.ts';
import { presentProduct } from '#shared/application/delivery/present-product.ts';
import { removeDeliveryHook as contract } from '#shared/contract/api/delivery.ts';
import { bind } from '#shared/platform/http/bound-route.ts';

export const removeDeliveryHook = (deps: DeliveryHookDeps) =>
  bind(contract, async ({ params }, { tenant }) =>
    presentProduct(await remove(deps, { tenant, productId: params.productId })),
  );
