import type { Tenant } from '../../domain/identity/tenant.ts';
import type { OrderAggregate } from '../ports/order-store.ts';
import type { Sealer } from '../ports/sealer.ts';
import { type ChangeOrderDeps, changeOrderOrThrow } from './change-order.ts';
import { sealContent } from './seal-content.ts';

export interface CompleteOrderRequest {
  readonly tenant: Tenant;
  readonly orderId: string;
  readonly actor: string;
  readonly reason: string;
  readonly content: string | undefined;
}

/** 补单: completes an order on a person's word, by the same path as a payment. */
export const completeOrder = async (
  deps: ChangeOrderDeps & { readonly sealer: Sealer },
  { tenant, orderId, actor, reason, content }: CompleteOrderRequest,
): Promise<OrderAggregate> => {
  const manualContent =
    content === undefined
      ? undefined
      : await sealContent(deps.sealer, { tenant, id: orderId }, content);
  return changeOrderOrThrow(deps, {
    tenant,
    orderId,
    event: { kind: 'complete_by_hand', actor, reason, hasContent: content !== undefined },
    manualContent,
  });
};
