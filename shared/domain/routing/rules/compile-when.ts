import { compileCondition, type FieldReader, type Test } from './compile-condition.ts';
import type { PaymentFacts } from './facts.ts';
import type { PaymentField } from './payment-fields.ts';
import type { PaymentCondition } from './rule-set-schema.ts';

const READERS: Readonly<Record<PaymentField, FieldReader<PaymentFacts>>> = {
  amount: (payment) => payment.amountMinor,
  currency: (payment) => payment.currency,
  method: (payment) => payment.method,
  device: (payment) => payment.device,
  region: (payment) => payment.region,
  hour: (payment) => payment.hour,
  weekday: (payment) => payment.weekday,
  issuer: (payment) => payment.issuer,
  product: (payment) => payment.product,
  quantity: (payment) => payment.quantity,
  risk_level: (payment) => payment.riskLevel,
  returning_buyer: (payment) => payment.returningBuyer,
  paid_orders: (payment) => payment.paidOrders,
};

const ALWAYS: Test<PaymentFacts> = () => true;

/** The test of a rule's `when`; a rule without one is for every payment. */
export const compileWhen = (when: PaymentCondition | undefined): Test<PaymentFacts> =>
  when === undefined ? ALWAYS : compileCondition(when, READERS);

export const NEVER: Test<PaymentFacts> = () => false;
