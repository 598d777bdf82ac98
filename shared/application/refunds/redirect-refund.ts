import { AppError, notFound } from '../../domain/errors/app-error.ts';
import { orderIdOfRefund } from '../../domain/identity/ids.ts';
import type { Tenant } from '../../domain/identity/tenant.ts';
import type { Refund } from '../../domain/refunds/refund.ts';
import type { RefundReceiver } from '../../domain/refunds/refund-receiver.ts';
import { type ChangeOrderDeps, changeOrderOrThrow } from '../orders/change-order.ts';
import type { ChannelRegistry } from '../ports/channel-port.ts';
import type { Sealer } from '../ports/sealer.ts';
import { readRefund } from './read-refund.ts';
import { sealReceiver } from './refund-receiver.ts';

export interface RedirectRefundDeps extends ChangeOrderDeps {
  readonly registry: ChannelRegistry;
  readonly sealer: Sealer;
}

/**
 * A person says where the money of an unknown refund goes, because the buyer's bank did not take it. It is recorded with
 * the order's story; the follow-ups tell the provider. The account's number and name are sealed, and forgotten once the
 * provider has them.
 *
 * @throws AppError not_found · state_conflict · concurrent_change
 */
export const redirectRefund = async (
  deps: RedirectRefundDeps,
  {
    tenant,
    refundId,
    receiver,
    reason,
    actor,
  }: {
    tenant: Tenant;
    refundId: string;
    receiver: RefundReceiver;
    reason: string;
    actor: string;
  },
): Promise<Refund> => {
  const refund = await readRefund(deps.orders, tenant, refundId);
  const port = await deps.registry.load(refund.provider);
  if (!port) throw notFound('refund');
  if (!port.redirectsRefunds)
    throw new AppError(
      'state_conflict',
      `${refund.provider} pays back to where the money came from, and nowhere else. Pay the buyer by hand, then tell the result.`,
    );
  await changeOrderOrThrow(deps, {
    tenant,
    orderId: orderIdOfRefund(refundId),
    event: {
      kind: 'refund_redirected',
      refundId,
      receiver: await sealReceiver(deps.sealer, tenant, refundId, receiver),
      to: receiver.kind,
      reason,
      actor,
    },
  });
  return readRefund(deps.orders, tenant, refundId);
};
