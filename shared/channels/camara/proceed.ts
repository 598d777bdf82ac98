import type { PaymentStep, ProceedOutcome, StepRequest } from '../channel.ts';
import { callOperator, paymentPath } from './client.ts';
import type { CamaraContext } from './config.ts';
import { query } from './query.ts';
import { refusalReason } from './status.ts';

/**
 * A typed code is validated; a reserved payment is confirmed. Confirming again what was confirmed is refused by the operator
 * (409) and charges once.
 */
export const proceed = async (
  context: CamaraContext,
  payment: StepRequest,
  step: PaymentStep,
): Promise<ProceedOutcome> => {
  if (step.kind === 'code') {
    const refused = await validate(context, payment, step.code);
    if (refused) return refused;
  }
  const now = await query(context, payment);
  if (now.kind !== 'found' || !now.awaitsApprovedStep) return now;
  return confirm(context, payment);
};

const validate = async (
  context: CamaraContext,
  { providerReference = '', orderNumber, kept }: StepRequest,
  code: string,
): Promise<ProceedOutcome | undefined> => {
  const path = paymentPath(context, `payments/${encodeURIComponent(providerReference)}/validate`);
  const reply = await callOperator(context, 'POST', path, {
    body: { authorizationId: kept ?? '', code },
    correlator: orderNumber,
  });
  if (reply.kind === 'done') return undefined;
  if (reply.kind !== 'refused') return { kind: 'unknown', detail: reply.detail };
  // Validated before: what became of it is asked.
  if (reply.status === 409) return undefined;
  return { kind: 'not_accepted', reason: refusalReason(reply.code), detail: reply.message };
};

const confirm = async (context: CamaraContext, payment: StepRequest): Promise<ProceedOutcome> => {
  const { providerReference = '', orderNumber: correlator, phone } = payment;
  const path = paymentPath(context, `payments/${encodeURIComponent(providerReference)}/confirm`);
  const reply = await callOperator(context, 'POST', path, {
    body: phone ? { phoneNumber: phone } : {},
    correlator,
  });
  if (reply.kind === 'not_sent' || reply.kind === 'no_answer')
    return { kind: 'unknown', detail: reply.detail };
  // Accepted (202) is not charged, and refused may be confirmed before: the operator says which.
  return query(context, payment);
};
