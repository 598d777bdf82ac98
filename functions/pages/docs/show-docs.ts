import { showDocs as contract } from '#shared/contract/api/pages.ts';
import { type BoundRoute, bind } from '#shared/platform/http/bound-route.ts';
import type { RawReply } from '#shared/platform/http/call.ts';
import type { OpenapiDocument } from './openapi-document.ts';
import { renderDocs } from './render-docs.tsx';

/** The page depends on nothing but the host in its examples: the last one is kept. */
export const showDocs = (document: OpenapiDocument): BoundRoute => {
  let kept: { baseUrl: string; reply: RawReply } | undefined;
  return bind(contract, async (_input, { publicBaseUrl }) => {
    if (kept?.baseUrl !== publicBaseUrl) {
      kept = {
        baseUrl: publicBaseUrl,
        reply: renderDocs({ document, baseUrl: publicBaseUrl }),
      };
    }
    return kept.reply;
  });
};
