import { readCheckout } from '#shared/application/checkout/read-checkout.ts';
import { downloadCards as contract } from '#shared/contract/api/pages.ts';
import { type BoundRoute, bind } from '#shared/platform/http/bound-route.ts';
import { RawReply } from '#shared/platform/http/call.ts';
import { answerWithPage } from './answer-with-page.ts';
import { cardsText } from './cards-text.ts';
import type { PageServices } from './page-services.ts';
import { pageVisitor } from './page-visitor.ts';
import { renderProblem } from './render-problem.tsx';
import { checkoutPath } from './view/page.ts';

/** The delivered cards as a file; a page when there are none, or none any more. */
export const downloadCards = (deps: PageServices): BoundRoute =>
  bind(contract, ({ params: { token }, query }, call) => {
    const path = checkoutPath(token);
    return answerWithPage<Uint8Array>(deps, call, { path, lang: query.lang }, async (language) => {
      const view = await readCheckout(deps, { token, visitor: pageVisitor(call, language) });
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
        // As bytes: text would lose its mark.
        Buffer.from(cardsText({ product_name, order, delivery })),
      );
    });
  });
