import type { PaymentStep, ProceedOutcome, QueryOutcome, StepRequest } from '../channel.ts';
import { beijingTime, beijingTimeAfter } from './beijing-time.ts';
import { charge } from './charge.ts';
import type { UnionpayContext } from './config.ts';
import { askForOpening } from './opening.ts';
import { askForPayment } from './payment-state.ts';
import { query } from './query.ts';
import { type CodeSent, sendCode } from './send-code.ts';
import { isRefusedForNow, isWrongCode, NO_SUCH_TRANSACTION, transactionStatus } from './status.ts';
import { type KeptToken, readKept } from './token.ts';

/**
 * Payments by token: once the card is open a code is sent; the typed code charges. Whatever the buyer's browser brings back
 * from UnionPay is left aside: UnionPay itself is asked. Bank gateway: there is only something to ask.
 */
export const proceed = async (
  context: UnionpayContext,
  payment: StepRequest,
  step: PaymentStep,
): Promise<ProceedOutcome> => {
  if (context.config.accessMode === 'bank_gateway') return query(context, payment);
  const read = readKept(payment.kept);
  if (read.kind === 'unreadable') return { kind: 'unknown', detail: read.detail };
  const kept = read.kind === 'token' ? read.kept : undefined;
  if (!isChargeable(kept)) return firstCode(context, payment);
  switch (step.kind) {
    case 'approved':
    case 'returned':
      return orWaiting(await query(context, payment));
    case 'resend_code':
    case 'code':
      return withCode(context, payment, kept, step);
  }
};

/** Nothing is known (yet) of what the buyer has still to do: that is no reason to worry. */
const orWaiting = (outcome: QueryOutcome): QueryOutcome =>
  outcome.kind === 'not_found'
    ? { kind: 'found', status: 'pending', providerStatus: NO_SUCH_TRANSACTION }
    : outcome;

const isChargeable = (kept: KeptToken | undefined): kept is Required<KeptToken> =>
  kept?.chargeTime !== undefined;

const firstCode = async (
  context: UnionpayContext,
  payment: StepRequest,
): Promise<ProceedOutcome> => {
  const opening = await askForOpening(context, payment);
  if (opening.kind !== 'opened') return orWaiting(opening);
  const { token } = opening;
  const sent = await sendCode(context, payment, { token, chargeTime: beijingTime(context.now) });
  // No charge was asked for yet, and a card that takes no codes cannot pay.
  return sent.kind === 'refused' && isFinalRefusal(sent.code)
    ? {
        kind: 'found',
        status: 'failed',
        providerStatus: sent.code,
        failureReason: sent.reason,
      }
    : accepted(sent);
};

const isFinalRefusal = (code: string): boolean =>
  transactionStatus(code) === 'failed' && !isRefusedForNow(code);

const accepted = (sent: CodeSent): ProceedOutcome =>
  sent.kind === 'refused'
    ? { kind: 'not_accepted', reason: sent.reason, detail: sent.detail }
    : sent;

/**
 * UnionPay is asked for the charge under the time that is kept first, so that there are never two:
 *
 * - It knows none: the code charges, or is sent once more, under that same time. Should one be on its way all the same,
 *   its second is no other charge.
 * - It failed by a wrong code: that name is used up. Another code is sent for a charge under another time.
 * - Anything else decided it or is on its way.
 */
const withCode = async (
  context: UnionpayContext,
  payment: StepRequest,
  kept: Required<KeptToken>,
  step: Extract<PaymentStep, { kind: 'code' | 'resend_code' }>,
): Promise<ProceedOutcome> => {
  const before = await askForPayment(context, payment, kept.chargeTime);
  if (isUsedUp(before))
    return accepted(
      await sendCode(context, payment, {
        ...kept,
        chargeTime: beijingTimeAfter(kept.chargeTime, context.now),
      }),
    );
  if (before.kind !== 'not_found') return before;
  if (step.kind === 'resend_code') return accepted(await sendCode(context, payment, kept));
  const code = step.code.trim();
  return /^\d{4,8}$/.test(code)
    ? charge(context, payment, kept, code)
    : { kind: 'not_accepted', reason: 'authentication_failed', detail: 'that is no code' };
};

const isUsedUp = (before: QueryOutcome): boolean =>
  before.kind === 'found' && before.status === 'pending' && isWrongCode(before.providerStatus);
