import type { Tenant } from '../../domain/identity/tenant.ts';
import type { OrderAggregate } from '../ports/order-store.ts';
import { type ChangeOrderDeps, changeOrderOrThrow } from './change-order.ts';

/** Answers the question that an order carries, on a person's word; repeating it changes nothing. */
export const resolveOrder = (
  deps: ChangeOrderDeps,
  {
    tenant,
    orderId,
    ...resolution
  }: {
    tenant: Tenant;
    orderId: string;
    actor: string;
    reason: string;
    outcome: 'keep' | 'cancel';
  },
): Promise<OrderAggregate> =>
  changeOrderOrThrow(deps, {
    tenant,
    orderId,
    event: { kind: 'review_resolved', ...resolution },
  });
