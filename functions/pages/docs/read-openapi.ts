import { readOpenapi as contract } from '#shared/contract/api/pages.ts';
import { type BoundRoute, bind } from '#shared/platform/http/bound-route.ts';
import type { OpenapiDocument } from './openapi-document.ts';

export const readOpenapi = (document: OpenapiDocument): BoundRoute =>
  bind(contract, async () => ({ ...document }));
