import {
  type DeliveryHookDeps,
  setDeliveryHook as set,
} from '#shared/application/delivery/delivery-hook.ts';
import { setDeliveryHook as contract } from '#shared/contract/api/delivery.ts';
import { bind } from '#shared/platform/http/bound-route.ts';

export const setDeliveryHook = (deps: DeliveryHookDeps) =>
  bind(contract, async ({ params, body }, { tenant }) => {
    const { product, secret } = await set(deps, { tenant, productId: params.productId }, body.url);
    return { object: 'delivery_hook' as const, product: product.id, url: body.url, secret };
  });
