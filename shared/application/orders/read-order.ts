import { notFound } from '../../domain/errors/app-error.ts';
import type { Tenant } from '../../domain/identity/tenant.ts';
import type { OrderAggregate, OrderStore } from '../ports/order-store.ts';
import type { Sealer } from '../ports/sealer.ts';
import { type Delivery, openDelivery } from './open-delivery.ts';

export interface ReadOrderDeps {
  readonly orders: Pick<OrderStore, 'load'>;
  readonly sealer: Sealer;
}

/** An order with what was delivered. Another tenant's order does not exist. */
export const readOrder = async (
  { orders, sealer }: ReadOrderDeps,
  tenant: Tenant,
  orderId: string,
): Promise<{ aggregate: OrderAggregate; delivery: Delivery | undefined }> => {
  const aggregate = await orders.load(tenant, orderId);
  if (!aggregate) throw notFound('order');
  return { aggregate, delivery: await openDelivery(sealer, aggregate) };
};
