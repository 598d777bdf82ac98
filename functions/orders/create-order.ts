import {
  type CreateOrderDeps,
  createOrder as create,
} from '#shared/application/orders/create-order.ts';
import { presentOrder } from '#shared/application/orders/present-order.ts';
import { createOrder as contract } from '#shared/contract/api/orders.ts';
import { bind } from '#shared/platform/http/bound-route.ts';

export const createOrder = (deps: CreateOrderDeps) =>
  bind(contract, async ({ body }, call) => {
    const { created, checkoutToken } = await create(deps, {
      tenant: call.tenant,
      productId: body.product,
      quantity: body.quantity,
      contact: body.contact,
      buyerIp: body.buyer_ip,
      buyerDevice: body.buyer_device,
      returnUrl: body.return_url,
      metadata: body.metadata,
      expiresInSeconds: body.expires_in_seconds,
    });
    return {
      ...presentOrder(created, undefined, deps.runtime.now()),
      checkout_url: `${call.publicBaseUrl}/checkout/${checkoutToken}`,
    };
  });
