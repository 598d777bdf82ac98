import type { Log } from '#shared/application/ports/runtime.ts';
import { AppError, type ErrorCode } from '#shared/domain/errors/app-error.ts';
import type { Call, RawReply } from '#shared/platform/http/call.ts';
import { chooseLanguage, type Language } from '../language.ts';
import { type ProblemPage, renderProblem } from './render-problem.tsx';

/** The page of an error; any other error of the caller's looks like a link that leads nowhere. */
const KINDS: Partial<Record<ErrorCode, ProblemPage['kind']>> = {
  token_expired: 'token_expired',
  forbidden: 'cross_site',
  rate_limited: 'too_often',
};

/**
 * Answers in the buyer's language, and with a page even when something goes wrong: the API's JSON errors mean nothing
 * to a buyer. `path` is where the page can be loaded again.
 */
export const answerWithPage = async <Body extends string | Uint8Array = string>(
  deps: { readonly log: Log },
  call: Call,
  page: { readonly path: string; readonly lang: string | undefined },
  answer: (language: Language) => Promise<RawReply | RawReply<Body>>,
): Promise<RawReply | RawReply<Body>> => {
  const language = chooseLanguage(page.lang, call.header('accept-language'));
  const problem = { language, path: page.path, requestId: call.requestId };
  try {
    return await answer(language);
  } catch (error) {
    if (error instanceof AppError && error.status < 500) {
      const kind = KINDS[error.code] ?? 'not_found';
      const { status, retryAfterSeconds } = error;
      return renderProblem({ ...problem, kind, status, retryAfterSeconds });
    }
    deps.log.error('a page could not be made', { requestId: call.requestId, cause: error });
    return renderProblem({ ...problem, kind: 'failed', status: 500 });
  }
};
