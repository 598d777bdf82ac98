import { AppError } from '../../domain/errors/app-error.ts';
import type { OrderState } from '../../domain/orders/order.ts';

/** No link is handed out for an order that needs no money: not even one that was open before. */
export const notPayable = (state: OrderState): AppError =>
  new AppError('order_not_payable', `The order is ${state} and can't be paid any more.`);
