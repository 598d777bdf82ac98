import { deviceAfterView } from '#shared/application/checkout/device-after-view.ts';
import { type OpenCheckoutDeps, openCheckout } from '#shared/application/checkout/open-checkout.ts';
import {
  type PresentCheckoutDeps,
  presentCheckout,
} from '#shared/application/checkout/present-checkout.ts';
import type { Log } from '#shared/application/ports/runtime.ts';
import { showCheckout as contract } from '#shared/contract/api/pages.ts';
import { deviceOf } from '#shared/domain/channels/device-of.ts';
import { failureReasonSchema } from '#shared/domain/channels/failures/failure-reason.ts';
import { type BoundRoute, bind } from '#shared/platform/http/bound-route.ts';
import { answerWithPage } from './answer-with-page.ts';
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
      async (language) => {
        const aggregate = await openCheckout(deps, params.token);
        return renderCheckout({
          view: await presentCheckout(deps, aggregate, deviceOf(call.userAgent)),
          language,
          now: deps.runtime.now(),
          token: params.token,
          go: query.go === '1',
          chosen: query.method,
          problem: isProblem(query.problem) ? query.problem : undefined,
          why: failureReasonSchema.safeParse(query.why).data,
        }).remembering(deviceAfterView(deps.runtime, aggregate, call.knownDevice));
      },
    ),
  );
