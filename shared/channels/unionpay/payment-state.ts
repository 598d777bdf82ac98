import type { PaymentReference, QueryOutcome } from '../channel.ts';
import type { UnionpayContext } from './config.ts';
import { failureReasonOf, isWrongCode, transactionStatus } from './status.ts';
import { askForTransaction, type FoundTransaction } from './transaction.ts';

/** UnionPay's clock and ours may differ, and a payment of the last second takes a moment. */
const MARGIN_MILLIS = 5 * 60_000;

/**
 * What became of a charge.
 *
 * On UnionPay's own pages a failure is not the end before `payTimeout`: the buyer takes another card or bank under the same
 * number, so until then it counts as `pending`. After it everything but success is final: what a bank still takes
 * then goes back to the buyer by itself. A charge that we made ourselves failed when UnionPay says so, except by a wrong
 * code, which the buyer can type again.
 *
 * @param at the charge's `txnTime`
 */
export const askForPayment = async (
  context: UnionpayContext,
  payment: PaymentReference,
  at: Date | string,
): Promise<QueryOutcome> => {
  const asked = await askForTransaction(context, { orderId: payment.orderNumber, at });
  return asked.kind === 'found' ? read(context, payment, asked) : asked;
};

const read = (
  context: UnionpayContext,
  payment: PaymentReference,
  { code, message, txnType, amount, reference }: FoundTransaction,
): QueryOutcome => {
  if (txnType !== '' && txnType !== '01')
    return { kind: 'unknown', detail: `UnionPay answered about a transaction of type ${txnType}` };
  const status = transactionStatus(code);
  const base = {
    kind: 'found' as const,
    providerStatus: code,
    ...(amount ? { amount } : {}),
    ...(reference ? { providerReference: reference } : {}),
  };
  switch (status) {
    case 'succeeded':
      return amount
        ? { ...base, status }
        : { kind: 'unknown', detail: 'UnionPay names no amount of a payment that succeeded' };
    case 'failed':
      return isFinal(context, payment, code)
        ? { ...base, status, failureReason: failureReasonOf(code) ?? 'declined' }
        : { ...base, status: 'pending' };
    case 'pending':
      return isOver(context, payment) && code === '05'
        ? { ...base, status: 'closed', failureReason: 'expired' }
        : { ...base, status };
    default:
      return { kind: 'unknown', detail: `the transaction's answer is ${code} ${message}`.trim() };
  }
};

const isOver = ({ now }: UnionpayContext, { expiresAt }: PaymentReference): boolean =>
  now.getTime() > expiresAt.getTime() + MARGIN_MILLIS;

const isFinal = (context: UnionpayContext, payment: PaymentReference, code: string): boolean =>
  isOver(context, payment) ||
  (context.config.accessMode === 'token_quick_pay' && !isWrongCode(code));
