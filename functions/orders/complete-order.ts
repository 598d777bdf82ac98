import type { ChangeOrderDeps } from '#shared/application/orders/change-order.ts';
import { completeOrder as complete } from '#shared/application/orders/complete-order.ts';
import { openDelivery } from '#shared/application/orders/open-delivery.ts';
import { presentOrder } from '#shared/application/orders/present-order.ts';
import type { Sealer } from '#shared/application/ports/sealer.ts';
import { completeOrder as contract } from '#shared/contract/api/orders.ts';
import { bind } from '#shared/platform/http/bound-route.ts';

export const completeOrder = (deps: ChangeOrderDeps & { readonly sealer: Sealer }) =>
  bind(contract, async ({ params, body }, call) => {
    const aggregate = await complete(deps, {
      tenant: call.tenant,
      orderId: params.orderId,
      actor: `${body.actor} (${call.keyId})`,
      reason: body.reason,
      content: body.content,
    });
    const delivery = await openDelivery(deps.sealer, aggregate);
    return presentOrder(aggregate, delivery, deps.runtime.now());
  });
