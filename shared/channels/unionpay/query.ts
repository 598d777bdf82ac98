import type { PaymentReference, QueryOutcome } from '../channel.ts';
import type { UnionpayContext } from './config.ts';
import { askForOpening } from './opening.ts';
import { askForPayment } from './payment-state.ts';
import { keptText, readKept } from './token.ts';

/** Asks what UnionPay knows of a payment: of its charge, or, before one can have been made, of the card's opening. */
export const query = async (
  context: UnionpayContext,
  payment: PaymentReference,
): Promise<QueryOutcome> => {
  if (context.config.accessMode === 'bank_gateway')
    return askForPayment(context, payment, payment.createdAt);
  const read = readKept(payment.kept);
  if (read.kind === 'unreadable') return { kind: 'unknown', detail: read.detail };
  const chargeTime = read.kind === 'token' ? read.kept.chargeTime : undefined;
  if (chargeTime !== undefined) return askForPayment(context, payment, chargeTime);
  const opening = await askForOpening(context, payment);
  if (opening.kind !== 'opened') return opening;
  return {
    kind: 'found',
    status: 'pending',
    providerStatus: 'opened',
    awaitsApprovedStep: true,
    kept: keptText({ token: opening.token }),
  };
};
