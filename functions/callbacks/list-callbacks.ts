import { presentCallback } from '#shared/application/callbacks/present-callback.ts';
import type { OrderStore } from '#shared/application/ports/order-store.ts';
import { listCallbacks as contract } from '#shared/contract/api/callbacks.ts';
import { bind } from '#shared/platform/http/bound-route.ts';

export const listCallbacks = (deps: { readonly orders: Pick<OrderStore, 'traces'> }) =>
  bind(contract, async ({ query }, call) => {
    const { traces, hasMore } = await deps.orders.traces(call.tenant, query.order, {
      limit: query.limit,
      startingAfter: query.starting_after,
    });
    return { data: traces.map(presentCallback), has_more: hasMore };
  });
