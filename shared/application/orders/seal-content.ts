import type { Order } from '../../domain/orders/order.ts';
import type { Sealed } from '../../domain/stock/sealed.ts';
import type { Sealer } from '../ports/sealer.ts';

/** Seals what a merchant delivers by hand or through a hook, for this order and no other. */
export const sealContent = async (
  sealer: Sealer,
  { tenant, id }: Pick<Order, 'tenant' | 'id'>,
  content: string,
): Promise<Sealed> =>
  (await sealer.newDataKey()).seal(content, { merchantId: tenant.merchantId, kind: 'card', id });
