import { briefHttp } from '#shared/application/checkout/brief-http.ts';
import { returnToCheckout } from '#shared/application/checkout/return-to-checkout.ts';
import type { QueryAttemptDeps } from '#shared/application/orders/query-attempt.ts';
import {
  returnByForm,
  returnByLink,
  sharedReturnByForm,
  sharedReturnByLink,
} from '#shared/contract/api/pages.ts';
import { AppError } from '#shared/domain/errors/app-error.ts';
import { type BoundRoute, bind } from '#shared/platform/http/bound-route.ts';
import type { Call, RawReply } from '#shared/platform/http/call.ts';
import { chooseLanguage } from '../language.ts';
import { renderProblem } from './render-problem.tsx';
import { seeOther } from './see-other.ts';
import { checkoutPath, pagePath } from './view/page.ts';

type Fields = Readonly<Record<string, string>>;

/**
 * Where providers send buyers back to: the order's own address, and one for all orders. The answer is the way to the
 * checkout page whatever happens; the page says by itself what is wrong with a link.
 */
export const returnRoutes = (deps: QueryAttemptDeps): BoundRoute[] => {
  const brief: QueryAttemptDeps = { ...deps, http: briefHttp(deps.http) };
  return [
    bind(returnByLink, ({ params, query }, call) => sendBack(brief, params.token, query, call)),
    bind(returnByForm, ({ params, query }, call) => sendBack(brief, params.token, query, call)),
    bind(sharedReturnByLink, ({ query }, call) => sendBack(brief, query.state, query, call)),
    bind(sharedReturnByForm, ({ query }, call) => sendBack(brief, query.state, query, call)),
  ];
};

const sendBack = async (
  deps: QueryAttemptDeps,
  token: string | undefined,
  { lang, ...query }: { readonly lang?: string | undefined } & Fields,
  call: Call,
): Promise<RawReply> => {
  const language = chooseLanguage(lang, call.header('accept-language'));
  const { requestId } = call;
  if (token === undefined)
    return renderProblem({ kind: 'not_found', status: 404, language, path: '/lookup', requestId });
  const page = pagePath(checkoutPath(token), language);
  try {
    const returned = await returnToCheckout(deps, { token, query, form: formOf(call) });
    return seeOther(returned.kind === 'page_goes_on' ? `${page}&go=1` : page);
  } catch (error) {
    if (!(error instanceof AppError) || error.status >= 500)
      deps.log.error('the return of a buyer could not be followed up', { requestId, cause: error });
  }
  return seeOther(page);
};

/** What was posted, when it is a form; anything else says nothing. */
const formOf = ({ text, contentType }: Call): Fields =>
  contentType.startsWith('application/x-www-form-urlencoded')
    ? Object.fromEntries(new URLSearchParams(text ?? ''))
    : {};
