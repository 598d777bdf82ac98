import type { Log } from '#shared/application/ports/runtime.ts';
import { showLookup as contract } from '#shared/contract/api/pages.ts';
import { type BoundRoute, bind } from '#shared/platform/http/bound-route.ts';
import { answerWithPage } from './answer-with-page.ts';
import { renderLookup } from './lookup-page.tsx';

export const showLookup = (deps: { readonly log: Log }): BoundRoute =>
  bind(contract, ({ query }, call) =>
    answerWithPage(deps, call, { path: '/lookup', lang: query.lang }, async (language) =>
      renderLookup({ language, merchant: query.merchant, mode: query.mode }),
    ),
  );
