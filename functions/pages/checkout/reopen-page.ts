import { reopenFromCode, reopenFromPay } from '#shared/contract/api/pages.ts';
import { type BoundRoute, bind } from '#shared/platform/http/bound-route.ts';
import { chooseLanguage } from '../language.ts';
import { seeOther } from './see-other.ts';
import { checkoutPath, pagePath } from './view/page.ts';

/** Leads to the page whoever opens the address of one of its forms: a tab that was restored, a link that was kept. */
export const reopenPage = (): BoundRoute[] =>
  [reopenFromPay, reopenFromCode].map((contract) =>
    bind(contract, async ({ params: { token }, query }, call) => {
      const language = chooseLanguage(query.lang, call.header('accept-language'));
      return seeOther(pagePath(checkoutPath(token), language));
    }),
  );
