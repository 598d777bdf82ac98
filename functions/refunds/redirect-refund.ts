import { presentRefund } from '#shared/application/refunds/present-refund.ts';
import {
  type RedirectRefundDeps,
  redirectRefund as redirect,
} from '#shared/application/refunds/redirect-refund.ts';
import { redirectRefund as contract } from '#shared/contract/api/refunds.ts';
import { bind } from '#shared/platform/http/bound-route.ts';

export const redirectRefund = (deps: RedirectRefundDeps) =>
  bind(contract, async ({ params, body }, call) =>
    presentRefund(
      await redirect(deps, {
        tenant: call.tenant,
        refundId: params.refundId,
        receiver: body.receiver,
        reason: body.reason,
        actor: `${body.actor} (${call.keyId})`,
      }),
    ),
  );
