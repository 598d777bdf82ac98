import type { PaymentMethod } from '../../domain/channels/channel.ts';
import type { Visitor } from '../../domain/checkout/visitor.ts';
import type { Order } from '../../domain/orders/order.ts';
import type { RoutingRequest } from '../../domain/routing/candidate.ts';

/** What decides about a payment beside its order. */
export interface WantedPayment {
  readonly method: PaymentMethod;
  readonly device: Visitor['device'];
  readonly country?: string;
  readonly clientSdks?: Visitor['clientSdks'];
  readonly bank?: string;
  /** Absent: the buyer was not asked yet. */
  readonly hasPhone?: boolean;
  readonly now: Date;
}

/**
 * An order's payment as routing sees it: the same when ways to pay are offered and when one is taken, so that what is
 * offered can be taken.
 */
export const routingRequestOf = (
  order: Order,
  { method, device, country, clientSdks, bank, hasPhone, now }: WantedPayment,
): RoutingRequest => ({
  amount: order.amount,
  method,
  device,
  now,
  expiresAt: new Date(order.expiresAt),
  triedChannelIds: [],
  failedUpstreams: [],
  region: country,
  clientSdks,
  issuer: bank,
  hasPhone,
  product: order.product.id,
  quantity: order.quantity,
  buyer: order.buyer,
});
