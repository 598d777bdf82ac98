import type { Visitor } from '../../domain/checkout/visitor.ts';
import type { OpenCheckoutDeps } from './open-checkout.ts';
import { openCheckout } from './open-checkout.ts';
import {
  type CheckoutView,
  type PresentCheckoutDeps,
  presentCheckout,
} from './present-checkout.ts';

/** The state of a buyer's checkout. Reading changes nothing. */
export const readCheckout = async (
  deps: OpenCheckoutDeps & PresentCheckoutDeps,
  request: { token: string; visitor: Visitor },
): Promise<CheckoutView> =>
  presentCheckout(deps, await openCheckout(deps, request.token), request.visitor);
