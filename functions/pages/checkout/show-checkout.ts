import type { OpenCheckoutDeps } from '#shared/application/checkout/open-checkout.ts';
import type { PresentCheckoutDeps } from '#shared/application/checkout/present-checkout.ts';
import { readCheckout } from '#shared/application/checkout/read-checkout.ts';
import type { Log } from '#shared/application/ports/runtime.ts';
import { showCheckout as contract } from '#shared/contract/api/pages.ts';
import { failureReasonSchema } from '#shared/domain/channels/failures/failure-reason.ts';
import { type BoundRoute, bind } from '#shared/platform/http/bound-route.ts';
import { answerWithPage } from './answer-with-page.ts';
import { pageVisitor } from './page-visitor.ts';
import { renderCheckout } from './render-checkout.tsx';
import { checkoutPath, isProblem } from './view-context.ts';

export const showCheckout = (
  deps: OpenCheckoutDeps & PresentCheckoutDeps & { readonly log: Log },
): BoundRoute =>
  bind(contract, ({ params, query }, call) =>
    answerWithPage(
      deps,
      call,
      { path: checkoutPath(params.token), lang: query.lang },
      async (language) =>
        renderCheckout({
          view: await readCheckout(deps, {
            token: params.token,
            visitor: pageVisitor(call, language),
          }),
          language,
          now: deps.runtime.now(),
          token: params.token,
          go: query.go === '1',
          chosen: query.method,
          problem: isProblem(query.problem) ? query.problem : undefined,
          why: failureReasonSchema.safeParse(query.why).data,
        }),
    ),
  );
