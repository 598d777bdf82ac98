import { api } from '#shared/platform/http/api.ts';
import { openapi } from './openapi-document.ts';
import { readHealth } from './read-health.ts';
import { readOpenapi } from './read-openapi.ts';
import { showDocs } from './show-docs.ts';

export const handler = api(
  {
    stage: 'pages',
    // Every route is public and a GET: nobody is looked up and no reply is kept.
    authenticate: async () => undefined,
    replies: { once: (_request, answer) => answer() },
  },
  [readOpenapi(openapi), showDocs(openapi), readHealth(openapi.info.version)],
);
