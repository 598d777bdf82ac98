import type { Log } from '#shared/application/ports/runtime.ts';
import { AppError } from '#shared/domain/errors/app-error.ts';
import type { Call, RawReply } from '#shared/platform/http/call.ts';
import { chooseLanguage, type Language } from '../language.ts';
import { renderProblem } from './render-problem.tsx';

/**
 * Answers in the buyer's language, and with a page even when something goes wrong: the API's JSON errors mean nothing
 * to a buyer. `path` is where the page can be loaded again.
 */
export const answerWithPage = async (
  deps: { readonly log: Log },
  call: Call,
  page: { readonly path: string; readonly lang: string | undefined },
  answer: (language: Language) => Promise<RawReply>,
): Promise<RawReply> => {
  const language = chooseLanguage(page.lang, call.header('accept-language'));
  const problem = { language, path: page.path, requestId: call.requestId };
  try {
    return await answer(language);
  } catch (error) {
    if (error instanceof AppError && error.status < 500) {
      const kind = error.code === 'token_expired' ? 'token_expired' : 'not_found';
      return renderProblem({ ...problem, kind, status: error.status });
    }
    deps.log.error('a page could not be made', { requestId: call.requestId, cause: error });
    return renderProblem({ ...problem, kind: 'failed', status: 500 });
  }
};
