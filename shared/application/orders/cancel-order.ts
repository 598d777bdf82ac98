import type { Tenant } from '../../domain/identity/tenant.ts';
import type { OrderAggregate } from '../ports/order-store.ts';
import { type ChangeOrderDeps, changeOrderOrThrow } from './change-order.ts';

/** Cancels an unpaid order and frees its cards; repeating it changes nothing. */
export const cancelOrder = (
  deps: ChangeOrderDeps,
  request: { tenant: Tenant; orderId: string; actor: string; reason: string | undefined },
): Promise<OrderAggregate> =>
  changeOrderOrThrow(deps, {
    tenant: request.tenant,
    orderId: request.orderId,
    event: { kind: 'cancel', actor: request.actor, reason: request.reason },
  });
