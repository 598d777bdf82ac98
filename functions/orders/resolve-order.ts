import type { ChangeOrderDeps } from '#shared/application/orders/change-order.ts';
import { presentOrder } from '#shared/application/orders/present-order.ts';
import { resolveOrder as resolve } from '#shared/application/orders/resolve-order.ts';
import { resolveOrder as contract } from '#shared/contract/api/orders.ts';
import { bind } from '#shared/platform/http/bound-route.ts';

export const resolveOrder = (deps: ChangeOrderDeps) =>
  bind(contract, async ({ params, body }, call) => {
    const aggregate = await resolve(deps, {
      tenant: call.tenant,
      orderId: params.orderId,
      actor: `${body.actor} (${call.keyId})`,
      reason: body.reason,
      outcome: body.outcome,
    });
    return presentOrder(aggregate, undefined, deps.runtime.now());
  });
