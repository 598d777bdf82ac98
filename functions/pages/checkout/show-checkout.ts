import { deviceAfterView } from '#shared/application/checkout/device-after-view.ts';
import { openCheckout } from '#shared/application/checkout/open-checkout.ts';
import { presentCheckout } from '#shared/application/checkout/present-checkout.ts';
import { showCheckout as contract } from '#shared/contract/api/pages.ts';
import { type BoundRoute, bind } from '#shared/platform/http/bound-route.ts';
import { answerWithPage } from './answer-with-page.ts';
import type { PageServices } from './page-services.ts';
import { pageState } from './page-state.ts';
import { pageVisitor } from './page-visitor.ts';
import { renderCheckout } from './render-checkout.tsx';
import { asksForState, stateReply } from './state-reply.ts';
import { checkoutPath } from './view/page.ts';

export const showCheckout = (deps: PageServices): BoundRoute =>
  bind(contract, ({ params: { token }, query }, call) =>
    answerWithPage(
      deps,
      call,
      { path: checkoutPath(token), lang: query.lang },
      async (language) => {
        const aggregate = await openCheckout(deps, token);
        const view = await presentCheckout(deps, aggregate, pageVisitor(call, language));
        const { method: chosen, problem, why } = query;
        const state = pageState(view, language, {
          token,
          ...(query.go === '1' ? { go: true } : {}),
          ...(chosen ? { chosen } : {}),
          problem,
          why,
        });
        const reply = asksForState(call)
          ? stateReply(state)
          : renderCheckout(state, { scripts: deps.scripts });
        return reply.remembering(deviceAfterView(deps.runtime, aggregate, call.knownDevice));
      },
    ),
  );
