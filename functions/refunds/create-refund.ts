import type { ChangeOrderDeps } from '#shared/application/orders/change-order.ts';
import { presentRefund } from '#shared/application/refunds/present-refund.ts';
import { requestRefund } from '#shared/application/refunds/request-refund.ts';
import { createRefund as contract } from '#shared/contract/api/refunds.ts';
import { bind } from '#shared/platform/http/bound-route.ts';

export const createRefund = (deps: ChangeOrderDeps) =>
  bind(contract, async ({ body }, call) =>
    presentRefund(
      await requestRefund(deps, {
        tenant: call.tenant,
        orderId: body.order,
        attemptId: body.attempt,
        amountMinor: body.amount,
        reason: body.reason,
        actor: body.actor ? `${body.actor} (${call.keyId})` : call.keyId,
        cards: body.cards,
        requestKey: call.header('idempotency-key'),
      }),
    ),
  );
