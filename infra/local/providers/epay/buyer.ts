import type { SimulatedOrder } from './books.ts';
import type { Gateway } from './gateway.ts';

/** The buyer pays: the order is paid, and the merchant hears of it. Paying twice is paying once. */
export const payOrder = (gateway: Gateway, order: SimulatedOrder, fen = order.fen): boolean => {
  if (order.state === 'paid' || order.state === 'refunded') return false;
  const merchant = gateway.merchants.get(order.pid);
  if (!merchant) return false;
  order.state = 'paid';
  order.paidFen = fen;
  order.paidAtMillis = Date.now();
  gateway.books.save(order);
  gateway.notifier.start(order, merchant);
  return true;
};

/** The buyer does not pay. Gateways tell nobody. */
export const declineOrder = (gateway: Gateway, order: SimulatedOrder): boolean => {
  if (order.state !== 'unpaid') return false;
  order.state = 'declined';
  gateway.books.save(order);
  return true;
};

/** Pays or declines by the merchant's success rate for this kind of payment. */
export const decideAsBuyer = (gateway: Gateway, order: SimulatedOrder): boolean => {
  const rate = gateway.merchants.get(order.pid)?.behaviour.successRate ?? 1;
  const chance = typeof rate === 'number' ? rate : (rate[order.type] ?? 1);
  if (gateway.random() < chance) return payOrder(gateway, order);
  declineOrder(gateway, order);
  return false;
};
