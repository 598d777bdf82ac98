import { AppError } from '../../domain/errors/app-error.ts';
import { orderIdOfRefund } from '../../domain/identity/ids.ts';
import type { Tenant } from '../../domain/identity/tenant.ts';
import type { Refund } from '../../domain/refunds/refund.ts';
import { type ChangeOrderDeps, changeOrderOrThrow } from '../orders/change-order.ts';
import { readRefund } from './read-refund.ts';

/**
 * A person tells what became of a refund that nobody can ask the provider about. Only an unknown one: anything else the
 * provider will tell by itself.
 *
 * @throws AppError not_found · state_conflict · concurrent_change
 */
export const resolveRefund = async (
  deps: ChangeOrderDeps,
  {
    tenant,
    refundId,
    outcome,
    reason,
    actor,
  }: {
    tenant: Tenant;
    refundId: string;
    outcome: 'succeeded' | 'failed';
    reason: string;
    actor: string;
  },
): Promise<Refund> => {
  const refund = await readRefund(deps.orders, tenant, refundId);
  if (refund.state === outcome) return refund;
  if (refund.state !== 'unknown')
    throw new AppError(
      'state_conflict',
      `The refund is ${refund.state}; only one that is unknown can be told the result of.`,
    );
  await changeOrderOrThrow(deps, {
    tenant,
    orderId: orderIdOfRefund(refundId),
    event: {
      kind: 'refund_reported',
      refundId,
      outcome,
      providerReference: undefined,
      detail: reason,
      actor,
    },
  });
  return readRefund(deps.orders, tenant, refundId);
};
