import type { PaymentStep, ProceedOutcome, StepRequest } from '../channel.ts';
import type { SandboxContext } from './config.ts';
import { paid, query, STEP_TAKEN } from './query.ts';
import { RIGHT_CODE, scriptOf } from './scripts.ts';

/** Charges when the buyer is back, or typed the right code, where the amount asks for that. */
export const proceed = async (
  context: SandboxContext,
  payment: StepRequest,
  step: PaymentStep,
): Promise<ProceedOutcome> => {
  const { fate } = scriptOf(payment.amount);
  if (context.mode !== 'test' || fate === 'never' || !('step' in fate))
    return query(context, payment);
  if (fate.step === 'code') {
    if (step.kind === 'resend_code')
      return {
        kind: 'next',
        nextAction: { kind: 'enter_code', sentTo: '138****0000', canResend: true },
      };
    if (step.kind !== 'code') return query(context, payment);
    if (step.code !== RIGHT_CODE)
      return {
        kind: 'not_accepted',
        reason: 'authentication_failed',
        detail: `the right code is ${RIGHT_CODE}`,
      };
  }
  return { ...paid(payment, payment.amount), kept: STEP_TAKEN };
};
