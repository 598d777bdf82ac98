import type { OpenCheckoutDeps } from '#shared/application/checkout/open-checkout.ts';
import type { PresentCheckoutDeps } from '#shared/application/checkout/present-checkout.ts';
import { readCheckout } from '#shared/application/checkout/read-checkout.ts';
import type { Log } from '#shared/application/ports/runtime.ts';
import { downloadCards as contract } from '#shared/contract/api/pages.ts';
import { deviceOf } from '#shared/domain/channels/device-of.ts';
import { type BoundRoute, bind } from '#shared/platform/http/bound-route.ts';
import { RawReply } from '#shared/platform/http/call.ts';
import { answerWithPage } from './answer-with-page.ts';
import { cardsText } from './cards-text.ts';
import { renderProblem } from './render-problem.tsx';
import { checkoutPath } from './view-context.ts';

/** The delivered cards as a file; a page when there are none, or none any more. */
export const downloadCards = (
  deps: OpenCheckoutDeps & PresentCheckoutDeps & { readonly log: Log },
): BoundRoute =>
  bind(contract, ({ params: { token }, query }, call) => {
    const path = checkoutPath(token);
    return answerWithPage(deps, call, { path, lang: query.lang }, async (language) => {
      const view = await readCheckout(deps, { token, device: deviceOf(call.userAgent) });
      const { delivery, order, product_name } = view;
      if (!delivery || (delivery.cards.length === 0 && delivery.content === null)) {
        const { requestId } = call;
        return renderProblem({ status: 404, kind: 'no_cards', language, path, requestId });
      }
      return new RawReply(
        200,
        {
          'content-type': 'text/plain; charset=utf-8',
          'content-disposition': `attachment; filename="cards-${order}.txt"`,
          'cache-control': 'no-store',
          'referrer-policy': 'no-referrer',
          'x-content-type-options': 'nosniff',
          'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
        },
        cardsText({ product_name, order, delivery }),
      );
    });
  });
