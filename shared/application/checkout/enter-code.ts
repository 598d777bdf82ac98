import type { FailureReason } from '../../domain/channels/failures/failure-reason.ts';
import { AppError, notFound } from '../../domain/errors/app-error.ts';
import { effectiveState } from '../../domain/orders/effective-state.ts';
import { RESEND_GAP_SECONDS } from '../../domain/orders/payment-steps.ts';
import { goOnAsking } from '../orders/go-on-asking.ts';
import { type Proceeded, proceedAttempt } from '../orders/proceed-attempt.ts';
import type { QueryAttemptDeps } from '../orders/query-attempt.ts';
import type { PaymentStep } from '../ports/channel-port.ts';
import type { OrderAggregate } from '../ports/order-store.ts';
import { openAccount } from '../routing/open-account.ts';
import { type LimitRateDeps, limitRate } from './limit-rate.ts';
import { notPayable } from './not-payable.ts';
import { openCheckout } from './open-checkout.ts';

export type CodeStep = Extract<PaymentStep, { kind: 'code' | 'resend_code' }>;

export type CodeEntered =
  /** The provider took it: the checkout as it is now. */
  | { readonly kind: 'taken'; readonly aggregate: OrderAggregate }
  /** A wrong code, or none can be sent; the payment is as it was. */
  | { readonly kind: 'not_accepted'; readonly reason: FailureReason }
  /** The provider did not answer clearly. It is asked about soon; the same code again is the same step. */
  | { readonly kind: 'unanswered' };

/**
 * The buyer types the code that their payment waits for, or wants another one sent.
 *
 * @throws AppError not_found · token_expired · order_not_payable · state_conflict · limit_exceeded · rate_limited ·
 *   concurrent_change
 */
export const enterCode = async (
  deps: QueryAttemptDeps & LimitRateDeps,
  { token, attemptId, step }: { token: string; attemptId: string; step: CodeStep },
): Promise<CodeEntered> => {
  const [{ order, attempts }] = await Promise.all([
    openCheckout(deps, token),
    limitRate(deps, [{ limit: 'code_by_token', of: token }]),
  ]);
  const attempt = attempts.find(({ id }) => id === attemptId);
  if (!attempt) throw notFound('payment attempt of this order');
  const channel = await deps.channels.read(order.tenant, attempt.channelId);
  const opened = channel && (await openAccount(deps, channel, attempt));
  if (!opened) throw noCodeAwaited();
  const proceeded = await proceedAttempt(deps, opened, { tenant: order.tenant, attemptId, step });
  switch (proceeded.kind) {
    case 'taken':
      await goOnAsking(deps, order.tenant, proceeded.attempt);
      return { kind: 'taken', aggregate: await openCheckout(deps, token) };
    case 'not_accepted':
      return { kind: 'not_accepted', reason: proceeded.reason };
    case 'unanswered':
      await goOnAsking(deps, order.tenant, proceeded.attempt);
      return { kind: 'unanswered' };
    case 'not_tried':
      // The right code twice: the first one paid.
      if (proceeded.attempt?.state === 'succeeded')
        return { kind: 'taken', aggregate: await openCheckout(deps, token) };
      throw refusal(proceeded, effectiveState(order, deps.runtime.now()));
  }
};

const refusal = (
  { why, attempt }: Extract<Proceeded, { kind: 'not_tried' }>,
  state: Parameters<typeof notPayable>[0],
): AppError => {
  switch (why) {
    case 'attempt_over':
      return new AppError(
        'state_conflict',
        `The payment is ${attempt?.state} and takes no code any more. Start it again.`,
      );
    case 'order_not_payable':
      return notPayable(state);
    case 'no_code_awaited':
    case 'no_steps':
      return noCodeAwaited();
    case 'too_soon':
      return new AppError('rate_limited', 'A code was sent a moment ago. Wait for it.', {
        retryAfterSeconds: RESEND_GAP_SECONDS,
      });
    case 'too_often':
      return new AppError(
        'limit_exceeded',
        'This payment takes no more codes. Start it again, or choose another way to pay.',
      );
  }
};

const noCodeAwaited = (): AppError =>
  new AppError('state_conflict', 'The payment does not wait for a code, or can have no other one.');
