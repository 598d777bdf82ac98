import { api } from '#shared/platform/http/api.ts';
import { publicServices } from '../../wiring/public-services.ts';
import { openapi } from './openapi-document.ts';
import { readHealth } from './read-health.ts';
import { readOpenapi } from './read-openapi.ts';
import { showDocs } from './show-docs.ts';

export const handler = api(publicServices('pages'), [
  readOpenapi(openapi),
  showDocs(openapi),
  readHealth(openapi.info.version),
]);
