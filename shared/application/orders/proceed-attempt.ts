import { METRICS } from '../../contract/metrics.ts';
import type { FailureReason } from '../../domain/channels/failures/failure-reason.ts';
import { orderIdOfAttempt } from '../../domain/identity/ids.ts';
import type { Tenant } from '../../domain/identity/tenant.ts';
import { type Attempt, isAttemptOpen } from '../../domain/orders/attempt.ts';
import { type StepRefusal, startStep } from '../../domain/orders/payment-steps.ts';
import type { PaymentStep, ProceedOutcome } from '../ports/channel-port.ts';
import type { OpenedChannel } from '../routing/open-channel.ts';
import { changeAttempt } from './change-attempt.ts';
import { sealKept } from './payment-reference.ts';
import { type ReportPaymentDeps, reportPayment } from './report-payment.ts';
import { stepRequest } from './step-request.ts';

/** What became of a step. */
export type Proceeded =
  /** The provider said how the payment stands, or what the buyer does now; it is written down. */
  | { readonly kind: 'taken'; readonly attempt: Attempt | undefined }
  /** The provider did not take this step; the payment is as it was. */
  | { readonly kind: 'not_accepted'; readonly attempt: Attempt; readonly reason: FailureReason }
  /** Nobody knows whether it was taken: the attempt stays as it is and is to be asked about soon. */
  | { readonly kind: 'unanswered'; readonly attempt: Attempt }
  /** The provider was not called. */
  | {
      readonly kind: 'not_tried';
      readonly attempt: Attempt | undefined;
      readonly why: StepRefusal | 'no_steps';
    };

/**
 * Takes a payment one step on: charges what the buyer agreed to, checks what they came back with or the code they typed.
 * The step is written on the attempt before the provider is called, which also says when to ask should the process die;
 * the outcome goes the way of an answer to a question.
 *
 * Steps at the same moment are harmless. Each is written under the condition that the attempt is as it was read, a charge
 * bears the payment's own number whoever makes it, and of two outcomes the second changes nothing.
 *
 * @param opened the account that the payment was made under
 * @throws AppError `concurrent_change`
 */
export const proceedAttempt = async (
  deps: ReportPaymentDeps,
  { port, context }: OpenedChannel,
  { tenant, attemptId, step }: { tenant: Tenant; attemptId: string; step: PaymentStep },
): Promise<Proceeded> => {
  const started = await changeAttempt<StepRefusal | 'no_steps'>(
    deps,
    { tenant, attemptId },
    (read) => {
      const start = startStep(read, step.kind, deps.runtime.now());
      const isPossible = port.proceed !== undefined && read.attempt.request !== undefined;
      return start.kind === 'leave' || isPossible ? start : { kind: 'leave', why: 'no_steps' };
    },
  );
  if (started.kind === 'left')
    return { kind: 'not_tried', attempt: started.attempt, why: started.why };
  if (started.kind === 'no_attempt' || !port.proceed)
    throw new Error(`there is no step to take for the attempt ${attemptId}`);
  const request = await stepRequest(deps.sealer, started.order, started.attempt);
  const outcome = await port.proceed(context, request, step);
  return writeDown(deps, tenant, started.attempt, outcome);
};

const writeDown = async (
  deps: ReportPaymentDeps,
  tenant: Tenant,
  attempt: Attempt,
  outcome: ProceedOutcome,
): Promise<Proceeded> => {
  const attemptId = attempt.id;
  switch (outcome.kind) {
    case 'found':
      return {
        kind: 'taken',
        attempt: await reportPayment(deps, tenant, attempt, outcome, 'step'),
      };
    case 'next':
      return { kind: 'taken', attempt: await writeNext(deps, tenant, attempt, outcome) };
    case 'not_accepted':
      deps.log.info('a provider did not accept a step of a payment', {
        attemptId,
        reason: outcome.reason,
        detail: outcome.detail,
      });
      return { kind: 'not_accepted', attempt, reason: outcome.reason };
    case 'not_found':
    case 'unknown':
      deps.metrics.count(METRICS.providerUnknownOutcome);
      deps.log.warn('a provider did not answer a step clearly; the payment is asked about', {
        attemptId,
        orderId: orderIdOfAttempt(attemptId),
        detail: outcome.detail,
      });
      return { kind: 'unanswered', attempt };
  }
};

/** The buyer has something else to do now, unless somebody has heard meanwhile that the payment is decided. */
const writeNext = async (
  deps: ReportPaymentDeps,
  tenant: Tenant,
  known: Attempt,
  { nextAction, providerReference, kept: told }: Extract<ProceedOutcome, { kind: 'next' }>,
): Promise<Attempt | undefined> => {
  const kept = await sealKept(deps.sealer, tenant, known, told);
  const result = await changeAttempt<'attempt_over'>(
    deps,
    { tenant, attemptId: known.id },
    ({ attempt }) => {
      const next = { ...attempt, kept: kept ?? attempt.kept };
      if (isAttemptOpen(attempt))
        return {
          kind: 'change',
          attempt: {
            ...next,
            state: 'pending',
            nextAction,
            providerReference: providerReference ?? attempt.providerReference,
          },
        };
      return kept ? { kind: 'change', attempt: next } : { kind: 'leave', why: 'attempt_over' };
    },
  );
  return result.kind === 'no_attempt' ? undefined : result.attempt;
};
