import { presentOrder } from '#shared/application/orders/present-order.ts';
import { type ReadOrderDeps, readOrder as read } from '#shared/application/orders/read-order.ts';
import type { Runtime } from '#shared/application/ports/runtime.ts';
import { readOrder as contract } from '#shared/contract/api/orders.ts';
import { bind } from '#shared/platform/http/bound-route.ts';

export const readOrder = (deps: ReadOrderDeps & { readonly runtime: Runtime }) =>
  bind(contract, async ({ params }, call) => {
    const { aggregate, delivery } = await read(deps, call.tenant, params.orderId);
    return presentOrder(aggregate, delivery, deps.runtime.now());
  });
