import type { Visitor } from '../../domain/checkout/visitor.ts';
import { notFound } from '../../domain/errors/app-error.ts';
import type { Tenant } from '../../domain/identity/tenant.ts';
import { isSameContact } from '../../domain/orders/buyer-contact.ts';
import type { OpenCheckoutDeps } from './open-checkout.ts';
import {
  type CheckoutView,
  type PresentCheckoutDeps,
  presentCheckout,
} from './present-checkout.ts';

/** Finds an order by its number and the contact given with it; a wrong contact looks like a missing order. */
export const lookupOrder = async (
  deps: OpenCheckoutDeps & PresentCheckoutDeps,
  request: { tenant: Tenant; orderId: string; contact: string; visitor: Visitor },
): Promise<CheckoutView> => {
  const aggregate = await deps.orders.load(request.tenant, request.orderId);
  if (!aggregate?.order.contact || !isSameContact(aggregate.order.contact, request.contact))
    throw notFound('order');
  return presentCheckout(deps, aggregate, request.visitor);
};
