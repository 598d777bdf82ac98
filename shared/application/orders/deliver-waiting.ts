import type { Tenant } from '../../domain/identity/tenant.ts';
import { type ChangeOrderDeps, changeOrder } from './change-order.ts';

/** Orders looked at in one go; the sweeper comes again for the rest. */
const LIMIT = 50;

/**
 * Hands cards that have arrived to the paid orders that wait for them, strictly in the order of payment: an order of five
 * that finds three does not let a smaller one pass. Orders that have waited too long are given up on the way.
 */
export const deliverWaiting = async (
  deps: ChangeOrderDeps,
  tenant: Tenant,
  productId: string,
): Promise<number> => {
  let delivered = 0;
  for (const orderId of await deps.orders.waiting(tenant, productId, LIMIT)) {
    const result = await changeOrder(deps, {
      tenant,
      orderId,
      event: { kind: 'stock_looked_at' },
    });
    if (result.kind === 'changed' && result.after.order.state === 'delivered') delivered += 1;
    // The first that still waits keeps its place; those behind it paid later, so their time runs out later too.
    if (result.kind === 'no_change' && result.before.order.state === 'awaiting_stock') break;
  }
  return delivered;
};
