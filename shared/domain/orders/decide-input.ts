import type { Attempt } from './attempt.ts';
import type { Order } from './order.ts';
import type { StockAnswer } from './order-event.ts';

/** All that a decision may look at beside the event. */
export interface DecideInput {
  readonly order: Order;
  readonly attempts: readonly Attempt[];
  readonly now: Date;
  readonly stock: StockAnswer;
}
