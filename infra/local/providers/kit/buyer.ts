import type { SimulatedPayment } from './books.ts';
import type { Desk, Simulation } from './simulation.ts';

/** The money moves: the payment is paid, and the merchant hears of it. Paying twice is paying once. */
export const settlePayment = <Keys, Platform>(
  desk: Desk<Keys, Platform>,
  payment: SimulatedPayment,
  minor = payment.minor,
): boolean => {
  if (payment.state === 'paid' || payment.state === 'closed') return false;
  payment.state = 'paid';
  payment.paidMinor = minor;
  payment.paidAtMillis = Date.now();
  desk.books.save(payment);
  desk.notify(payment, 'payment');
  return true;
};

/** The buyer pays, in the way of this provider. */
export const payAsBuyer = <Keys, Platform>(
  simulation: Simulation<Keys, Platform>,
  desk: Desk<Keys, Platform>,
  payment: SimulatedPayment,
  minor = payment.minor,
): boolean => {
  if (payment.state === 'paid' || payment.state === 'closed') return false;
  if (!simulation.buyerPays) return settlePayment(desk, payment, minor);
  simulation.buyerPays(desk, payment, minor);
  return true;
};

/** The buyer does not pay; whether anybody is told is up to the provider. */
export const decline = <Keys, Platform>(
  desk: Desk<Keys, Platform>,
  payment: SimulatedPayment,
): boolean => {
  if (payment.state !== 'unpaid' && payment.state !== 'approved') return false;
  payment.state = 'declined';
  desk.books.save(payment);
  desk.notify(payment, 'payment');
  return true;
};

/** Pays or declines by the merchant's success rate for this kind of payment. */
export const decideAsBuyer = <Keys, Platform>(
  simulation: Simulation<Keys, Platform>,
  desk: Desk<Keys, Platform>,
  payment: SimulatedPayment,
): boolean => {
  const rate = desk.merchants.get(payment.merchant)?.behaviour.successRate ?? 1;
  const chance = typeof rate === 'number' ? rate : (rate[payment.method] ?? 1);
  if (desk.random() < chance) return payAsBuyer(simulation, desk, payment);
  decline(desk, payment);
  return false;
};
