import { notFound } from '../../domain/errors/app-error.ts';
import type { Tenant } from '../../domain/identity/tenant.ts';
import type { Refund } from '../../domain/refunds/refund.ts';
import type { OrderStore } from '../ports/order-store.ts';

/** A tenant's refunds, newest first; those of one order when it is named. */
export const listRefunds = async (
  orders: Pick<OrderStore, 'load' | 'listRefunds'>,
  tenant: Tenant,
  {
    orderId,
    limit,
    startingAfter,
  }: { orderId: string | undefined; limit: number; startingAfter?: string },
): Promise<{ refunds: Refund[]; hasMore: boolean }> => {
  if (orderId === undefined) return orders.listRefunds(tenant, { limit, startingAfter });
  const aggregate = await orders.load(tenant, orderId);
  if (!aggregate) throw notFound('order');
  const older = [...aggregate.refunds]
    .reverse()
    .filter(({ id }) => startingAfter === undefined || id < startingAfter);
  return { refunds: older.slice(0, limit), hasMore: older.length > limit };
};
