import { type CodeStep, enterCode } from '#shared/application/checkout/enter-code.ts';
import { type LimitRateDeps, TooOften } from '#shared/application/checkout/limit-rate.ts';
import type { QueryAttemptDeps } from '#shared/application/orders/query-attempt.ts';
import { enterCode as codeContract } from '#shared/contract/api/checkout.ts';
import { submitCode as contract } from '#shared/contract/api/pages.ts';
import { AppError, type ErrorCode } from '#shared/domain/errors/app-error.ts';
import { type BoundRoute, bind } from '#shared/platform/http/bound-route.ts';
import { refuseCrossSite } from '#shared/platform/http/refuse-cross-site.ts';
import { answerForm } from './answer-form.ts';
import { answerWithPage } from './answer-with-page.ts';
import type { PageServices } from './page-services.ts';
import type { Remarks } from './page-state.ts';
import { checkoutPath, type Problem } from './view/page.ts';

/** What the page says about errors that the buyer can do something about; `undefined`: the page says it by itself. */
const PROBLEMS: Partial<Record<ErrorCode, Problem | undefined>> = {
  order_not_payable: undefined,
  state_conflict: undefined,
  rate_limited: 'code_too_soon',
  limit_exceeded: 'code_too_often',
  concurrent_change: 'concurrent_change',
};

/** Takes the code from the page's form, or sends another one, and goes back to the page. */
export const submitCode = (deps: QueryAttemptDeps & LimitRateDeps & PageServices): BoundRoute =>
  bind(contract, ({ params: { token }, query }, call) => {
    const page = { path: checkoutPath(token), lang: query.lang };
    return answerWithPage(deps, call, page, async (language) => {
      refuseCrossSite(call);
      const answer = (remarks: Omit<Remarks, 'token'> = {}) =>
        answerForm(deps, call, { token, language }, remarks);
      const form = new URLSearchParams(call.text ?? '');
      const step = stepOf(form);
      if (!step) return answer({ problem: 'invalid_code' });
      try {
        const attemptId = form.get('attempt') ?? '';
        const entered = await enterCode(deps, { token, attemptId, step });
        switch (entered.kind) {
          case 'taken':
            return answer();
          case 'not_accepted':
            return answer({ problem: 'code_not_accepted', why: entered.reason });
          case 'unanswered':
            return answer({ problem: 'code_unanswered' });
        }
      } catch (error) {
        if (!(error instanceof AppError) || !(error.code in PROBLEMS)) throw error;
        // Not the pause between two codes: that has words of its own on the page.
        if (error instanceof TooOften) throw error;
        return answer({ problem: PROBLEMS[error.code] });
      }
    });
  });

const stepOf = (form: URLSearchParams): CodeStep | undefined => {
  if (form.has('resend')) return { kind: 'resend_code' };
  const parsed = codeContract.body.safeParse({ code: form.get('code') });
  return parsed.success ? { kind: 'code', code: parsed.data.code } : undefined;
};
