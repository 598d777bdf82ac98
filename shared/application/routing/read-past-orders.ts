import type { Tenant } from '../../domain/identity/tenant.ts';
import type { OrderAggregate, OrderStore } from '../ports/order-store.ts';
import type { Runtime } from '../ports/runtime.ts';

export interface ReadPastDeps {
  readonly orders: Pick<OrderStore, 'list' | 'load'>;
  readonly runtime: Pick<Runtime, 'now'>;
}

export interface PastRequest {
  readonly from: Date;
  /** Not included. */
  readonly to: Date;
  readonly limit: number;
  /** No reading begins after that. */
  readonly deadline: Date;
}

export interface PastOrders {
  /** Newest first. */
  readonly orders: readonly OrderAggregate[];
  /** Why older ones were not read. */
  readonly truncated: 'limit' | 'time' | undefined;
}

const ORDERS_A_PAGE = 100;
const READS_AT_ONCE = 16;

/** A tenant's orders of a time with their attempts, newest first, as far as `limit` and `deadline` let it come. */
export const readPastOrders = async (
  { orders, runtime }: ReadPastDeps,
  tenant: Tenant,
  { from, to, limit, deadline }: PastRequest,
): Promise<PastOrders> => {
  const found: OrderAggregate[] = [];
  const isLate = (): boolean => runtime.now() >= deadline;
  let startingAfter: string | undefined;
  do {
    if (isLate()) return { orders: found, truncated: 'time' };
    // Times are compared here: a filter of the list would go on looking behind the last order that fits.
    const page = await orders.list(
      tenant,
      {},
      { limit: ORDERS_A_PAGE, ...(startingAfter === undefined ? {} : { startingAfter }) },
      runtime.now(),
    );
    const ids = page.orders
      .filter(({ createdAt }) => isWithin(createdAt, { from, to }))
      .map(({ id }) => id);
    for (let at = 0; at < ids.length; at += READS_AT_ONCE) {
      if (found.length >= limit) return { orders: found, truncated: 'limit' };
      if (isLate()) return { orders: found, truncated: 'time' };
      const group = ids.slice(at, Math.min(at + READS_AT_ONCE, at + limit - found.length));
      const loaded = await Promise.all(group.map((id) => orders.load(tenant, id)));
      found.push(...loaded.filter((aggregate) => aggregate !== undefined));
      if (group.length < Math.min(READS_AT_ONCE, ids.length - at)) {
        return { orders: found, truncated: 'limit' };
      }
    }
    const last = page.orders.at(-1);
    const isOver = last === undefined || new Date(last.createdAt) < from;
    startingAfter = page.hasMore && !isOver ? last.id : undefined;
  } while (startingAfter !== undefined);
  return { orders: found, truncated: undefined };
};

const isWithin = (createdAt: string, { from, to }: Pick<PastRequest, 'from' | 'to'>): boolean => {
  const at = new Date(createdAt);
  return at >= from && at < to;
};
