import {
  type ResendOrderDeps,
  resendOrder as resend,
} from '#shared/application/orders/resend-order.ts';
import { resendOrder as contract } from '#shared/contract/api/orders.ts';
import { bind } from '#shared/platform/http/bound-route.ts';

export const resendOrder = (deps: ResendOrderDeps) =>
  bind(contract, async ({ params }, call) => {
    const { id, type } = await resend(deps, call.tenant, params.orderId);
    return { object: 'event' as const, id, type };
  });
