import { presentOrderSummary } from '#shared/application/orders/present-order.ts';
import type { OrderStore } from '#shared/application/ports/order-store.ts';
import type { Runtime } from '#shared/application/ports/runtime.ts';
import { listOrders as contract } from '#shared/contract/api/orders.ts';
import { bind } from '#shared/platform/http/bound-route.ts';

export const listOrders = (deps: {
  readonly orders: Pick<OrderStore, 'list'>;
  readonly runtime: Runtime;
}) =>
  bind(contract, async ({ query }, call) => {
    const now = deps.runtime.now();
    const { orders, hasMore } = await deps.orders.list(
      call.tenant,
      {
        state: query.state,
        productId: query.product,
        contact: query.contact,
        createdFrom: query.created_from ? new Date(query.created_from) : undefined,
        createdTo: query.created_to ? new Date(query.created_to) : undefined,
      },
      { limit: query.limit, startingAfter: query.starting_after },
      now,
    );
    return { data: orders.map((order) => presentOrderSummary(order, now)), has_more: hasMore };
  });
