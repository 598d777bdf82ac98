import { cancelOrder as cancel } from '#shared/application/orders/cancel-order.ts';
import type { ChangeOrderDeps } from '#shared/application/orders/change-order.ts';
import { presentOrder } from '#shared/application/orders/present-order.ts';
import { cancelOrder as contract } from '#shared/contract/api/orders.ts';
import { bind } from '#shared/platform/http/bound-route.ts';

export const cancelOrder = (deps: ChangeOrderDeps) =>
  bind(contract, async ({ params, body }, call) => {
    const aggregate = await cancel(deps, {
      tenant: call.tenant,
      orderId: params.orderId,
      actor: call.keyId,
      reason: body.reason,
    });
    return presentOrder(aggregate, undefined, deps.runtime.now());
  });
