import { notFound } from '../../domain/errors/app-error.ts';
import { orderIdOfRefund } from '../../domain/identity/ids.ts';
import type { Tenant } from '../../domain/identity/tenant.ts';
import type { Refund } from '../../domain/refunds/refund.ts';
import type { OrderStore } from '../ports/order-store.ts';

/** @throws AppError `not_found`, also for another tenant's refund */
export const readRefund = async (
  orders: Pick<OrderStore, 'load'>,
  tenant: Tenant,
  refundId: string,
): Promise<Refund> => {
  const aggregate = await orders.load(tenant, orderIdOfRefund(refundId));
  const refund = aggregate?.refunds.find(({ id }) => id === refundId);
  if (!refund) throw notFound('refund');
  return refund;
};
