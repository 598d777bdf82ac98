import { type CodeStep, enterCode as enter } from '#shared/application/checkout/enter-code.ts';
import type { LimitRateDeps } from '#shared/application/checkout/limit-rate.ts';
import {
  type PresentCheckoutDeps,
  presentCheckout,
} from '#shared/application/checkout/present-checkout.ts';
import type { QueryAttemptDeps } from '#shared/application/orders/query-attempt.ts';
import {
  enterCode as contract,
  resendCode as resendContract,
} from '#shared/contract/api/checkout.ts';
import { FAILURES } from '#shared/domain/channels/failures/failures.ts';
import { AppError } from '#shared/domain/errors/app-error.ts';
import { bind } from '#shared/platform/http/bound-route.ts';
import type { Call } from '#shared/platform/http/call.ts';
import { refuseCrossSite } from '#shared/platform/http/refuse-cross-site.ts';
import { visitorOfCall } from '#shared/platform/http/visitor-of-call.ts';

type Deps = QueryAttemptDeps & PresentCheckoutDeps & LimitRateDeps;

/** The code that a payment waits for. */
export const enterCode = (deps: Deps) =>
  bind(contract, ({ params, body: { code } }, call) =>
    takeStep(deps, { ...params, step: { kind: 'code', code } }, call),
  );

/** Another code, please. */
export const resendCode = (deps: Deps) =>
  bind(resendContract, ({ params }, call) =>
    takeStep(deps, { ...params, step: { kind: 'resend_code' } }, call),
  );

const takeStep = async (
  deps: Deps,
  request: { token: string; attemptId: string; step: CodeStep },
  call: Call,
) => {
  refuseCrossSite(call);
  const entered = await enter(deps, request);
  switch (entered.kind) {
    case 'taken':
      return presentCheckout(deps, entered.aggregate, visitorOfCall(call));
    case 'not_accepted':
      throw new AppError('code_not_accepted', FAILURES[entered.reason].buyer.en, {
        ...(request.step.kind === 'code' ? { param: 'code' } : {}),
      });
    case 'unanswered':
      throw new AppError(
        'provider_error',
        'The provider has not answered. Read the checkout in a moment; the same code may be sent again.',
        { retryAfterSeconds: 3 },
      );
  }
};
