import { AppError, notFound } from '../../domain/errors/app-error.ts';
import { isCheckoutTokenExpired, parseCheckoutToken } from '../../domain/orders/checkout-token.ts';
import type { OrderAggregate, OrderStore } from '../ports/order-store.ts';
import type { Runtime } from '../ports/runtime.ts';

export interface OpenCheckoutDeps {
  readonly orders: Pick<OrderStore, 'load'>;
  readonly runtime: Runtime;
}

/**
 * The order that a checkout token opens. A token that was tampered with names nothing.
 *
 * @throws AppError not_found · token_expired
 */
export const openCheckout = async (
  { orders, runtime }: OpenCheckoutDeps,
  token: string,
): Promise<OrderAggregate> => {
  const parsed = parseCheckoutToken(token);
  const aggregate = parsed && (await orders.load(parsed.tenant, parsed.orderId));
  // Hashes of equal length are compared; what a timing could tell is the hash of a secret nobody has.
  if (
    !parsed ||
    !aggregate ||
    runtime.sha256(parsed.secret) !== aggregate.order.checkoutSecretHash
  ) {
    throw notFound('checkout');
  }
  if (isCheckoutTokenExpired(aggregate.order, runtime.now())) {
    throw new AppError(
      'token_expired',
      'This checkout link is too old. Look the order up by its number and your contact.',
    );
  }
  return aggregate;
};
