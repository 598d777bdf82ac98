import type { OrderStore } from '#shared/application/ports/order-store.ts';
import { presentRefund } from '#shared/application/refunds/present-refund.ts';
import { readRefund as read } from '#shared/application/refunds/read-refund.ts';
import { readRefund as contract } from '#shared/contract/api/refunds.ts';
import { bind } from '#shared/platform/http/bound-route.ts';

export const readRefund = (deps: { readonly orders: Pick<OrderStore, 'load'> }) =>
  bind(contract, async ({ params }, call) =>
    presentRefund(await read(deps.orders, call.tenant, params.refundId)),
  );
