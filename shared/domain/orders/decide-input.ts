import type { PaymentPolicies } from '../policies/payment-policies.ts';
import type { Refund } from '../refunds/refund.ts';
import type { Attempt } from './attempt.ts';
import type { Order } from './order.ts';
import type { StockAnswer } from './order-event.ts';

/** All that a decision may look at beside the event. */
export interface DecideInput {
  readonly order: Order;
  readonly attempts: readonly Attempt[];
  readonly refunds: readonly Refund[];
  readonly now: Date;
  readonly stock: StockAnswer;
  readonly policies: PaymentPolicies | 'unasked';
}
