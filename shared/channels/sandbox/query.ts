import { type Money, money } from '../../domain/money/money.ts';
import type { PaymentReference, QueryOutcome } from '../channel.ts';
import { type SandboxContext, TEST_MODE_ONLY } from './config.ts';
import { referenceOf } from './reference.ts';
import { type Script, scriptOf } from './scripts.ts';

/** What `proceed` leaves with a payment whose step was taken. */
export const STEP_TAKEN = 'step_taken';

/** How late a payment is that comes after its end. */
const LATE_MILLIS = 30_000;

/** Tells from the amount and the time that has passed; there are no books to look into. */
export const query = async (
  { mode, now }: SandboxContext,
  payment: PaymentReference,
): Promise<QueryOutcome> => {
  // A process may die between recording a live payment and `create` refusing it.
  if (mode !== 'test') return { kind: 'not_found', detail: TEST_MODE_ONLY };
  const script = scriptOf(payment.amount);
  if (script.create === 'vanished')
    return { kind: 'not_found', detail: 'the sandbox was told not to know it' };
  return outcomeOf(script, payment, now);
};

const outcomeOf = (script: Script, payment: PaymentReference, now: Date): QueryOutcome => {
  const { fate } = script;
  if (fate === 'never') return waiting(payment);
  if ('failed' in fate)
    return {
      kind: 'found',
      status: 'failed',
      providerStatus: 'failed',
      amount: payment.amount,
      providerReference: referenceOf(payment.orderNumber),
      failureReason: fate.failed,
    };
  if ('step' in fate) {
    return payment.kept === STEP_TAKEN ? paid(payment, payment.amount) : waiting(payment);
  }
  const paidAt =
    fate.paid === 'after_expiry'
      ? payment.expiresAt.getTime() + LATE_MILLIS
      : payment.createdAt.getTime() + fate.paid.afterSeconds * 1000;
  if (now.getTime() < paidAt) return waiting(payment);
  const { currency, minor } = payment.amount;
  return paid(payment, money(currency, minor + (script.difference ?? 0n)));
};

const waiting = ({ orderNumber, amount }: PaymentReference) => ({
  kind: 'found' as const,
  status: 'pending' as const,
  providerStatus: 'pending',
  amount,
  providerReference: referenceOf(orderNumber),
});

export const paid = (
  { orderNumber }: PaymentReference,
  amount: Money,
): Extract<QueryOutcome, { kind: 'found' }> => ({
  kind: 'found',
  status: 'succeeded',
  providerStatus: 'paid',
  amount,
  providerReference: referenceOf(orderNumber),
});
