import type { ChangeOrderDeps } from '#shared/application/orders/change-order.ts';
import { presentRefund } from '#shared/application/refunds/present-refund.ts';
import { resolveRefund as resolve } from '#shared/application/refunds/resolve-refund.ts';
import { resolveRefund as contract } from '#shared/contract/api/refunds.ts';
import { bind } from '#shared/platform/http/bound-route.ts';

export const resolveRefund = (deps: ChangeOrderDeps) =>
  bind(contract, async ({ params, body }, call) =>
    presentRefund(
      await resolve(deps, {
        tenant: call.tenant,
        refundId: params.refundId,
        outcome: body.outcome,
        reason: body.reason,
        actor: `${body.actor} (${call.keyId})`,
      }),
    ),
  );
