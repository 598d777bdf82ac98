import { addressKey } from '../../domain/checkout/address-key.ts';
import type { Visitor } from '../../domain/checkout/visitor.ts';
import { notFound } from '../../domain/errors/app-error.ts';
import { type Tenant, tenantKey } from '../../domain/identity/tenant.ts';
import { isSameContact } from '../../domain/orders/buyer-contact.ts';
import { type LimitRateDeps, limitRate } from './limit-rate.ts';
import type { OpenCheckoutDeps } from './open-checkout.ts';
import {
  type CheckoutView,
  type PresentCheckoutDeps,
  presentCheckout,
} from './present-checkout.ts';

/**
 * Finds an order by its number and the contact given with it; a wrong contact looks like a missing order. Orders that do not
 * exist are counted like others, so that being told to wait tells nothing either.
 *
 * @throws AppError not_found · rate_limited
 */
export const lookupOrder = async (
  deps: OpenCheckoutDeps & PresentCheckoutDeps & LimitRateDeps,
  request: {
    tenant: Tenant;
    orderId: string;
    contact: string;
    visitor: Visitor;
    buyerIp: string;
  },
): Promise<CheckoutView> => {
  const { tenant, orderId } = request;
  const [aggregate] = await Promise.all([
    deps.orders.load(tenant, orderId),
    limitRate(deps, [
      { limit: 'lookup_by_address', of: addressKey(request.buyerIp) },
      { limit: 'lookup_by_order', of: `${tenantKey(tenant)}#${orderId}` },
    ]),
  ]);
  if (!aggregate?.order.contact || !isSameContact(aggregate.order.contact, request.contact))
    throw notFound('order');
  return presentCheckout(deps, aggregate, request.visitor);
};
