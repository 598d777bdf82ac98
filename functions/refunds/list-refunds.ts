import type { OrderStore } from '#shared/application/ports/order-store.ts';
import { listRefunds as list } from '#shared/application/refunds/list-refunds.ts';
import { presentRefund } from '#shared/application/refunds/present-refund.ts';
import { listRefunds as contract } from '#shared/contract/api/refunds.ts';
import { bind } from '#shared/platform/http/bound-route.ts';

export const listRefunds = (deps: { readonly orders: Pick<OrderStore, 'load' | 'listRefunds'> }) =>
  bind(contract, async ({ query }, call) => {
    const { refunds, hasMore } = await list(deps.orders, call.tenant, {
      orderId: query.order,
      limit: query.limit,
      startingAfter: query.starting_after,
    });
    return { data: refunds.map(presentRefund), has_more: hasMore };
  });
