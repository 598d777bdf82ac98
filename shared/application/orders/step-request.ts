import type { Attempt } from '../../domain/orders/attempt.ts';
import type { Order } from '../../domain/orders/order.ts';
import { sharedReturnOf } from '../checkout/return-address.ts';
import type { StepRequest } from '../ports/channel-port.ts';
import type { Sealer } from '../ports/sealer.ts';
import { paymentReference } from './payment-reference.ts';

/**
 * What a step knows of its payment.
 *
 * @throws Error for an attempt that does not hold the buyer's request
 */
export const stepRequest = async (
  sealer: Sealer,
  { tenant, product }: Order,
  attempt: Attempt,
): Promise<StepRequest> => {
  const { request } = attempt;
  if (!request) throw new Error(`the attempt ${attempt.id} holds no request`);
  return {
    ...(await paymentReference(sealer, tenant, attempt)),
    subject: product.name,
    ...request,
    sharedReturn: sharedReturnOf(request.returnUrl),
  };
};
